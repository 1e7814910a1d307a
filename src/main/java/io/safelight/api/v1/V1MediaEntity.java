package io.safelight.api.v1;

import io.safelight.api.JsonWriter;
import io.safelight.api.MediaJson;
import io.safelight.api.PostView;
import io.safelight.api.PostView.MediaView;
import io.safelight.media.Media;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import io.safelight.media.PictureSize;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.media.Variant;
import io.safelight.media.VariantRole;
import java.math.BigInteger;
import java.time.Duration;

/** A media in the entities of a post of API v1.1. */
final class V1MediaEntity {
  private V1MediaEntity() {}

  static void write(JsonWriter json, PostView view, MediaView shown, V1PostJson.Options options) {
    Media media = shown.media();
    json.beginObject().field("id", media.id().value()).field("id_str", media.id().toString());
    V1PostJson.indices(json, view.linkStart(), view.text().codePointCount(0, view.text().length()));
    json.field("media_url", shown.imageUrl()).field("media_url_https", shown.imageUrl());
    V1PostJson.link(json, view.link());
    json.field("type", type(media.kind()));
    sizes(json, shown);
    MediaFacts facts = media.facts();
    if (facts != null) {
      MediaJson.blurHash(json, facts);
    }
    if (options.altText()) {
      json.field("ext_alt_text", media.altText());
    }
    if (media.kind() == MediaKind.VIDEO || media.kind() == MediaKind.GIF) {
      videoInfo(json, shown);
    }
    json.endObject();
  }

  private static String type(MediaKind kind) {
    return switch (kind) {
      case IMAGE, SUBTITLES -> "photo";
      case GIF -> "animated_gif";
      case VIDEO -> "video";
    };
  }

  /** As delivery makes them, of the image or poster, when they are asked for. */
  private static void sizes(JsonWriter json, MediaView shown) {
    json.name("sizes").beginObject();
    for (Fitted fitted : PictureSize.all(shown.image().width(), shown.image().height())) {
      json.name(fitted.size().wireName())
          .beginObject()
          .field("w", fitted.width())
          .field("h", fitted.height())
          .field("resize", fitted.size() == PictureSize.THUMB ? "crop" : "fit")
          .endObject();
    }
    json.endObject();
  }

  private static void videoInfo(JsonWriter json, MediaView shown) {
    MediaFacts facts = shown.media().facts();
    json.name("video_info").beginObject();
    if (facts != null) {
      int divisor =
          Math.max(1, BigInteger.valueOf(facts.width()).gcd(BigInteger.valueOf(facts.height())).intValue());
      json.name("aspect_ratio")
          .beginArray()
          .value(facts.width() / divisor)
          .value(facts.height() / divisor)
          .endArray();
      Duration duration = facts.duration();
      if (duration != null) {
        json.field("duration_millis", duration.toMillis());
      }
    }
    json.name("variants").beginArray();
    for (PostView.VariantView variant : shown.videos()) {
      Variant file = variant.variant();
      json.beginObject();
      if (file.role() != VariantRole.PLAYLIST) {
        json.field("bitrate", file.bitrate());
      }
      json.field("content_type", file.contentType())
          .field("url", variant.url())
          .endObject();
    }
    json.endArray();
    shown.storyboardUrl().ifPresent(url -> json.field("storyboard_url", url));
    json.field("variants_complete", shown.media().variantsComplete()).endObject();
  }
}
