package io.safelight.api.v1;

import io.safelight.api.Call;
import io.safelight.api.GateRefusals;
import io.safelight.api.Parameters;
import io.safelight.api.PostView;
import io.safelight.api.RequestReader;
import io.safelight.auth.Principal;
import io.safelight.auth.RateLimitBucket;
import io.safelight.delivery.MediaUrls;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Response;
import io.safelight.media.Decimal;
import io.safelight.media.MediaId;
import io.safelight.post.Post;
import io.safelight.post.PostService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code statuses/update}, {@code show} and {@code destroy}. Thread-safe. */
final class V1Statuses {
  private final RequestReader reader;
  private final PostService posts;
  private final GateRefusals refusals;
  private final MediaUrls urls;
  private final V1PostJson json;

  V1Statuses(RequestReader reader, PostService posts, GateRefusals refusals, MediaUrls urls, V1PostJson json) {
    this.reader = reader;
    this.posts = posts;
    this.refusals = refusals;
    this.urls = urls;
    this.json = json;
  }

  Response update(Call call) throws IOException {
    Parameters parameters = reader.readParameters(call);
    call.take(RateLimitBucket.V1_CREATE_POST);
    List<MediaId> media = mediaIds(parameters);
    Principal author = call.principal();
    String text = parameters.find("status").orElse("");
    return switch (posts.create(author.user(), text, media, author.application())) {
      case PostService.Outcome.Created(Post post) -> answer(call, parameters, post);
      case PostService.Outcome.Refused(var why) -> throw refusals.refusal(why, media);
    };
  }

  /** Shows the post named by the parameter {@code id}. */
  Response showByParameter(Call call) throws IOException {
    Parameters parameters = reader.readParameters(call);
    call.take(RateLimitBucket.V1_SHOW_POST);
    return show(call, parameters, parameters.require("id"));
  }

  /** Shows the post named in the path. */
  Response showByPath(Call call) throws IOException {
    Parameters parameters = reader.readParameters(call);
    call.take(RateLimitBucket.V1_SHOW_POST);
    return show(call, parameters, call.exchange().pathVariable("id"));
  }

  Response destroy(Call call) throws IOException {
    Parameters parameters = reader.readParameters(call);
    call.take(RateLimitBucket.V1_DESTROY_POST);
    Post deleted =
        Decimal.parse(call.exchange().pathVariable("id"))
            .flatMap(id -> posts.delete(id, call.principal().user()))
            .orElseThrow(() -> new SafelightException(ErrorCode.POST_NOT_FOUND));
    return answer(call, parameters, deleted);
  }

  private Response show(Call call, Parameters parameters, String id) {
    Post post =
        Decimal.parse(id).flatMap(posts::find).orElseThrow(() -> new SafelightException(ErrorCode.POST_NOT_FOUND));
    return answer(call, parameters, post);
  }

  private Response answer(Call call, Parameters parameters, Post post) {
    var options =
        new V1PostJson.Options(
            parameters.find("tweet_mode").filter("extended"::equals).isPresent(),
            parameters.flag("include_ext_alt_text"));
    PostView view = PostView.of(post, urls, call.exchange().baseUri(), call.principal().user());
    return V1Dialect.json(200, json.render(view, options));
  }

  private static List<MediaId> mediaIds(Parameters parameters) {
    String list = parameters.findFilled("media_ids").orElse("");
    if (list.isEmpty()) {
      return List.of();
    }
    var ids = new ArrayList<MediaId>();
    for (String text : list.split(",", -1)) {
      ids.add(
          MediaId.parse(text.strip())
              .orElseThrow(() -> new SafelightException(ErrorCode.PARAMETER_INVALID, "media_ids parameter is invalid.")));
    }
    GateRefusals.requireFew(ids);
    return ids;
  }
}
