package io.safelight.api.v1;

import io.safelight.api.ApiParts;
import io.safelight.api.Calls;
import io.safelight.api.GateRefusals;
import io.safelight.api.RequestReader;
import io.safelight.auth.RateLimitBucket;
import io.safelight.http.Routes;

/** The routes of API v1.1. */
public final class V1Api {
  private static final String UPLOAD = "/1.1/media/upload.json";

  private final Calls calls;
  private final V1MediaUpload upload;
  private final V1MediaStatus status;
  private final V1Metadata metadata;
  private final V1Subtitles subtitles;
  private final V1Statuses statuses;

  public V1Api(ApiParts parts) {
    var reader = new RequestReader(parts.blobs(), parts.uploads().maxPayload(), parts.uploads().maxBody());
    this.calls = new Calls(new V1Dialect(parts.clock()), parts.authenticator(), parts.limiter(), parts.clock());
    this.upload = new V1MediaUpload(reader, parts.uploads());
    this.status = new V1MediaStatus(reader, parts.statuses());
    this.metadata = new V1Metadata(parts.uploads());
    this.subtitles = new V1Subtitles(parts.subtitles());
    this.statuses =
        new V1Statuses(
            reader,
            parts.posts(),
            new GateRefusals(parts.statuses()),
            parts.urls(),
            parts.accounts());
  }

  /** Registers every route of this version. */
  public void register(Routes routes) {
    routes.fallback("/1.1/", calls);
    routes.add(
        "GET",
        UPLOAD,
        calls,
        calls.endpoint(RateLimitBucket.V1_STATUS, status::inMemory, status::handle));
    add(routes, "POST", UPLOAD, RateLimitBucket.V1_UPLOAD, upload::handle);
    add(routes, "POST", "/1.1/media/metadata/create.json", RateLimitBucket.V1_METADATA, metadata::handle);
    add(routes, "POST", "/1.1/media/subtitles/create.json", RateLimitBucket.V1_SUBTITLES, subtitles::create);
    add(routes, "POST", "/1.1/media/subtitles/delete.json", RateLimitBucket.V1_SUBTITLES, subtitles::delete);
    add(routes, "POST", "/1.1/statuses/update.json", RateLimitBucket.V1_CREATE_POST, statuses::update);
    add(routes, "GET", "/1.1/statuses/show.json", RateLimitBucket.V1_SHOW_POST, statuses::showByParameter);
    add(routes, "GET", "/1.1/statuses/show/{id}.json", RateLimitBucket.V1_SHOW_POST, statuses::showByPath);
    add(routes, "POST", "/1.1/statuses/destroy/{id}.json", RateLimitBucket.V1_DESTROY_POST, statuses::destroy);
  }

  private void add(Routes routes, String method, String pattern, RateLimitBucket bucket, Calls.Handler handler) {
    routes.add(method, pattern, calls, calls.endpoint(bucket, handler));
  }
}
