package io.safelight.api.v1;

import io.safelight.api.JsonWriter;
import io.safelight.api.PostView;
import io.safelight.api.PostView.MediaView;
import io.safelight.auth.AccountRepository.User;
import io.safelight.post.Post;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A post as API v1.1 shows it. */
final class V1PostJson {
  private static final DateTimeFormatter CREATED_AT =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss Z yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final List<String> ABSENT_REFERENCES =
      List.of(
          "in_reply_to_status_id",
          "in_reply_to_status_id_str",
          "in_reply_to_user_id",
          "in_reply_to_user_id_str",
          "in_reply_to_screen_name",
          "geo",
          "coordinates",
          "place",
          "contributors");

  private V1PostJson() {}

  /**
   * What a client asked to see.
   *
   * @param extended whether {@code tweet_mode=extended}: adds {@code full_text}
   * @param altText whether {@code include_ext_alt_text=true}
   */
  record Options(boolean extended, boolean altText) {}

  static byte[] render(PostView view, V1People people, Options options) {
    Post post = view.post();
    var json = new JsonWriter();
    json.beginObject()
        .field("created_at", createdAt(post.created()))
        .field("id", post.id())
        .field("id_str", Long.toString(post.id()))
        .field("text", view.text());
    if (options.extended()) {
      json.field("full_text", view.text());
      json.name("display_text_range").beginArray().value(0).value(view.displayLength()).endArray();
    }
    json.field("truncated", false);
    entities(json, view, people, options);
    if (!view.media().isEmpty()) {
      json.name("extended_entities").beginObject();
      media(json, view, view.media(), options);
      json.endObject();
    }
    json.field("source", post.source());
    ABSENT_REFERENCES.forEach(name -> json.field(name, null));
    user(json, post, people);
    json.field("is_quote_status", false)
        .field("retweet_count", 0)
        .field("favorite_count", 0)
        .field("favorited", false)
        .field("retweeted", false)
        .field("possibly_sensitive", false)
        .field("lang", "und");
    return json.endObject().toBytes();
  }

  static String createdAt(Instant instant) {
    return CREATED_AT.format(instant);
  }

  private static void user(JsonWriter json, Post post, V1People people) {
    json.name("user")
        .beginObject()
        .field("id", post.author().value())
        .field("id_str", post.author().toString())
        .field("name", post.screenName())
        .field("screen_name", post.screenName())
        .field("location", "")
        .field("description", "")
        .field("url", null)
        .field("protected", false)
        .field("followers_count", 0)
        .field("friends_count", 0)
        .field("listed_count", 0);
    people.author().ifPresent(known -> json.field("created_at", createdAt(known.created())));
    json.field("favourites_count", 0)
        .field("geo_enabled", false)
        .field("verified", false)
        .field("statuses_count", 0)
        .field("lang", null)
        .field("default_profile", true)
        .field("default_profile_image", true)
        .endObject();
  }

  private static void entities(JsonWriter json, PostView view, V1People people, Options options) {
    String text = view.post().text();
    json.name("entities").beginObject();
    tags(json, "hashtags", TextEntity.Kind.HASHTAG, text);
    tags(json, "symbols", TextEntity.Kind.SYMBOL, text);
    mentions(json, text, people);
    urls(json, text);
    if (!view.media().isEmpty()) {
      // As on X, the plain entities show the first media alone; the extended ones show all.
      media(json, view, view.media().subList(0, 1), options);
    }
    json.endObject();
  }

  private static void tags(JsonWriter json, String name, TextEntity.Kind kind, String text) {
    json.name(name).beginArray();
    for (TextEntity tag : TextEntity.find(kind, text)) {
      json.beginObject().field("text", tag.value());
      indices(json, tag.start(), tag.end());
      json.endObject();
    }
    json.endArray();
  }

  /** Only users who exist are mentioned. */
  private static void mentions(JsonWriter json, String text, V1People people) {
    json.name("user_mentions").beginArray();
    for (TextEntity mention : TextEntity.find(TextEntity.Kind.MENTION, text)) {
      people.mentioned(mention.value()).ifPresent(user -> mention(json, mention, user));
    }
    json.endArray();
  }

  private static void mention(JsonWriter json, TextEntity mention, User user) {
    json.beginObject()
        .field("screen_name", user.screenName())
        .field("name", user.screenName())
        .field("id", user.id().value())
        .field("id_str", user.id().toString());
    indices(json, mention.start(), mention.end());
    json.endObject();
  }

  private static void urls(JsonWriter json, String text) {
    json.name("urls").beginArray();
    for (TextEntity url : TextEntity.find(TextEntity.Kind.URL, text)) {
      json.beginObject();
      link(json, url.value());
      indices(json, url.start(), url.end());
      json.endObject();
    }
    json.endArray();
  }

  private static void media(JsonWriter json, PostView view, List<MediaView> shown, Options options) {
    json.name("media").beginArray();
    for (MediaView media : shown) {
      V1MediaEntity.write(json, view, media, options);
    }
    json.endArray();
  }

  static void indices(JsonWriter json, int start, int end) {
    json.name("indices").beginArray().value(start).value(end).endArray();
  }

  /** The three forms of a URL. Nothing is shortened, so they differ only in the scheme. */
  static void link(JsonWriter json, String url) {
    json.field("url", url).field("display_url", url.replaceFirst("^https?://", "")).field("expanded_url", url);
  }
}
