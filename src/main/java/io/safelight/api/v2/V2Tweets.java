package io.safelight.api.v2;

import io.safelight.api.Call;
import io.safelight.api.GateRefusals;
import io.safelight.api.JsonWriter;
import io.safelight.api.Parameters;
import io.safelight.api.PostView;
import io.safelight.api.RequestReader;
import io.safelight.api.SmallJson;
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
import tools.jackson.databind.JsonNode;

/** {@code POST /2/tweets} and {@code GET /2/tweets/{id}}. Thread-safe. */
final class V2Tweets {
  private static final int MAX_MEDIA = 4;
  private static final int MAX_TAGGED = 10;
  private static final List<String> EXCLUSIVE =
      List.of("poll", "quote_tweet_id", "card_uri", "direct_message_deep_link");

  private final RequestReader reader;
  private final PostService posts;
  private final GateRefusals refusals;
  private final MediaUrls urls;

  V2Tweets(RequestReader reader, PostService posts, GateRefusals refusals, MediaUrls urls) {
    this.reader = reader;
    this.posts = posts;
    this.refusals = refusals;
    this.urls = urls;
  }

  Response create(Call call) throws IOException {
    call.prove(List.of());
    call.take(RateLimitBucket.V2_CREATE_POST);
    JsonNode document = JsonRequest.read(call);
    JsonNode text = document.path("text");
    if (!text.isMissingNode() && !text.isString()) {
      throw Parameters.invalid("text", "it is a string.");
    }
    List<MediaId> media = mediaIds(document.path("media"));
    requireNothingBeside(document, media);
    if (text.asString("").isBlank() && media.isEmpty()) {
      // The same error as in v1.1, whose words name the parameter of v1.1.
      throw new SafelightException(ErrorCode.POST_EMPTY, "Missing required parameter: text.");
    }
    // Read before the post is made, as it may be wrong: an error afterwards would have a client post again.
    BaseUri client = call.exchange().baseUri();
    Principal author = call.principal();
    return switch (posts.create(author.user(), text.asString(""), media, author.application())) {
      case Posting.Created(Post post) -> answer(201, call, client, post, false);
      case Posting.Refused(var why) -> throw refusals.refusal(why, media);
    };
  }

  Response show(Call call) throws IOException {
    Parameters parameters = reader.readParameters(call);
    call.take(RateLimitBucket.V2_SHOW_POST);
    String id = call.exchange().pathVariable("id");
    Post post =
        Decimal.parse(id)
            .flatMap(posts::find)
            .orElseThrow(
                () -> new SafelightException(ErrorCode.POST_NOT_FOUND, "Could not find the tweet with this id."));
    boolean attachments =
        parameters.find("tweet.fields").filter(fields -> List.of(fields.split(",")).contains("attachments")).isPresent();
    return answer(200, call, call.exchange().baseUri(), post, attachments);
  }

  private Response answer(int status, Call call, BaseUri client, Post post, boolean attachments) {
    PostView view = PostView.of(post, urls, client, call.principal().user());
    var json = new JsonWriter();
    json.beginObject()
        .name("data")
        .beginObject()
        .field("id", Long.toString(post.id()))
        .field("text", view.text())
        .name("edit_history_tweet_ids")
        .beginArray()
        .value(Long.toString(post.id()))
        .endArray();
    if (attachments && !post.attachments().isEmpty()) {
      json.name("attachments").beginObject().name("media_keys").beginArray();
      for (Post.Attachment attachment : post.attachments()) {
        var media = attachment.media();
        media.category().mediaKey(media.id()).ifPresent(json::value);
      }
      json.endArray().endObject();
    }
    return V2Dialect.json(status, json.endObject().endObject().toBytes());
  }

  /** A post has either media or one of these (X API v2, schema of {@code POST /2/tweets}); none may be dropped in silence. */
  private static void requireNothingBeside(JsonNode document, List<MediaId> media) {
    for (String other : EXCLUSIVE) {
      if (!media.isEmpty() && document.has(other)) {
        throw Parameters.invalid(other, "a post has either media or " + other + ".");
      }
    }
    if (document.path("media").path("tagged_user_ids").size() > MAX_TAGGED) {
      throw Parameters.invalid("media.tagged_user_ids", "at most " + MAX_TAGGED + " users may be tagged.");
    }
  }

  private static List<MediaId> mediaIds(JsonNode media) {
    if (media.isMissingNode() || media.isNull()) {
      return List.of();
    }
    JsonNode list = media.path("media_ids");
    if (!list.isArray()) {
      throw new SafelightException(ErrorCode.PARAMETER_INVALID, "$.media.media_ids: is missing but it is required");
    }
    if (list.isEmpty()) {
      throw new SafelightException(
          ErrorCode.PARAMETER_INVALID, "$.media.media_ids: there must be a minimum of 1 item in the array");
    }
    if (list.size() > MAX_MEDIA) {
      throw new SafelightException(
          ErrorCode.PARAMETER_INVALID, "$.media.media_ids: there must be a maximum of 4 items in the array");
    }
    var ids = new ArrayList<MediaId>();
    for (JsonNode id : list.values()) {
      ids.add(
          SmallJson.text(id)
              .flatMap(MediaId::parse)
              .orElseThrow(
                  () ->
                      new SafelightException(
                          ErrorCode.PARAMETER_INVALID,
                          "$.media.media_ids: each item is a string of 1 to 19 digits")));
    }
    return ids;
  }
}
