package io.safelight.api.v1;

import io.safelight.api.Call;
import io.safelight.api.GateRefusals;
import io.safelight.api.Parameters;
import io.safelight.api.PostView;
import io.safelight.api.RequestReader;
import io.safelight.auth.AccountRepository;
import io.safelight.auth.Principal;
import io.safelight.auth.RateLimitBucket;
import io.safelight.delivery.MediaUrls;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.BaseUri;
import io.safelight.http.Response;
import io.safelight.media.Decimal;
import io.safelight.media.MediaId;
import io.safelight.post.Post;
import io.safelight.post.PostService;
import io.safelight.post.Posting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code statuses/update}, {@code show} and {@code destroy}. Thread-safe. */
final class V1Statuses {
  private final RequestReader reader;
  private final PostService posts;
  private final GateRefusals refusals;
  private final MediaUrls urls;
  private final AccountRepository accounts;

  V1Statuses(
      RequestReader reader, PostService posts, GateRefusals refusals, MediaUrls urls, AccountRepository accounts) {
    this.reader = reader;
    this.posts = posts;
    this.refusals = refusals;
    this.urls = urls;
    this.accounts = accounts;
  }

  Response update(Call call) throws IOException {
    Parameters parameters = reader.readParameters(call);
    call.take(RateLimitBucket.V1_CREATE_POST);
    List<MediaId> media = mediaIds(parameters);
    Principal author = call.principal();
    String text = parameters.find("status").orElse("");
    if (text.isBlank() && media.isEmpty()) {
      throw new SafelightException(ErrorCode.POST_EMPTY, parameters.lacking(ErrorCode.POST_EMPTY.message()));
    }
    // All that could be wrong or fail comes before the post: an error after it would have a client post again. The length is
    // asked for here as well, so that no longer text is searched for users.
    PostService.requirePostable(text, media);
    V1PostJson.Options options = options(parameters);
    BaseUri client = call.exchange().baseUri();
    V1People people = V1People.of(author.user(), text, accounts);
    return switch (posts.create(author.user(), text, media, author.application())) {
      case Posting.Created(Post post) -> answer(call, client, options, post, people);
      case Posting.Refused(var why) -> throw refusals.refusal(why, media);
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
    Post post = find(call.exchange().pathVariable("id"));
    // Rendered while the post is there: an answer that failed afterwards would hide that it was deleted.
    Response answer = answer(call, parameters, post);
    if (!posts.delete(post.id(), call.principal().user())) {
      throw notFound();
    }
    return answer;
  }

  private Response show(Call call, Parameters parameters, String id) {
    return answer(call, parameters, find(id));
  }

  private Post find(String id) {
    return Decimal.parse(id).flatMap(posts::find).orElseThrow(V1Statuses::notFound);
  }

  private static SafelightException notFound() {
    return new SafelightException(ErrorCode.POST_NOT_FOUND);
  }

  private Response answer(Call call, Parameters parameters, Post post) {
    V1People people = V1People.of(post.author(), post.text(), accounts);
    return answer(call, call.exchange().baseUri(), options(parameters), post, people);
  }

  private Response answer(Call call, BaseUri client, V1PostJson.Options options, Post post, V1People people) {
    PostView view = PostView.of(post, urls, client, call.principal().user());
    return V1Dialect.json(200, V1PostJson.render(view, people, options));
  }

  private static V1PostJson.Options options(Parameters parameters) {
    return new V1PostJson.Options(
        parameters.find("tweet_mode").filter("extended"::equals).isPresent(),
        parameters.flag("include_ext_alt_text"));
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
