package io.safelight.api.v2;

import io.safelight.api.ApiParts;
import io.safelight.api.Calls;
import io.safelight.api.GateRefusals;
import io.safelight.api.RequestReader;
import io.safelight.auth.RateLimitBucket;
import io.safelight.error.SafelightException;
import io.safelight.http.Routes;

/** The routes of API v2. */
public final class V2Api {
  private static final String SUBTITLES = "/2/media/subtitles";

  private final Calls calls;
  private final V2Media media;
  private final V2MediaStatus status;
  private final V2Subtitles subtitles;
  private final V2Tweets tweets;

  public V2Api(ApiParts parts) {
    var reader = new RequestReader(parts.blobs(), parts.uploads().maxPayload(), parts.uploads().maxBody());
    this.calls = new Calls(new V2Dialect(), parts.authenticator(), parts.limiter(), parts.clock());
    this.media = new V2Media(reader, parts.blobs(), parts.uploads());
    this.status = new V2MediaStatus(reader, parts.statuses());
    this.subtitles = new V2Subtitles(parts.subtitles());
    this.tweets = new V2Tweets(reader, parts.posts(), new GateRefusals(parts.statuses()), parts.urls());
  }

  /** Registers every route of this version. */
  public void register(Routes routes) {
    routes.fallback("/2/", calls);
    routes.add(
        "GET",
        "/2/media/upload",
        calls,
        calls.endpoint(RateLimitBucket.V2_STATUS, status::inMemory, ofMedia(status::handle)));
    post(routes, "/2/media/upload/initialize", RateLimitBucket.V2_INITIALIZE, media::initialize);
    post(routes, "/2/media/upload/{id}/append", RateLimitBucket.V2_APPEND, ofMedia(media::append));
    post(routes, "/2/media/upload/{id}/finalize", RateLimitBucket.V2_FINALIZE, ofMedia(media::finalizeUpload));
    post(routes, SUBTITLES, RateLimitBucket.V2_SUBTITLES, ofMedia(subtitles::attach));
    routes.add(
        "DELETE", SUBTITLES, calls, calls.endpoint(RateLimitBucket.V2_SUBTITLES, ofMedia(subtitles::detach)));
    post(routes, SUBTITLES + "/create", RateLimitBucket.V2_SUBTITLES, ofMedia(subtitles::create));
    post(routes, SUBTITLES + "/delete", RateLimitBucket.V2_SUBTITLES, ofMedia(subtitles::delete));
    post(routes, "/2/tweets", RateLimitBucket.V2_CREATE_POST, tweets::create);
    routes.add("GET", "/2/tweets/{id}", calls, calls.endpoint(RateLimitBucket.V2_SHOW_POST, tweets::show));
  }

  private void post(Routes routes, String pattern, RateLimitBucket bucket, Calls.Handler handler) {
    routes.add("POST", pattern, calls, calls.endpoint(bucket, handler));
  }

  /** A handler that says what the media service says of a media that is not there. */
  private static Calls.Handler ofMedia(Calls.Handler handler) {
    return call -> {
      try {
        return handler.handle(call);
      } catch (SafelightException e) {
        throw V2Dialect.asMediaError(e);
      }
    };
  }
}
