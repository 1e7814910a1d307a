package io.safelight.api.v1;

import io.safelight.api.JsonWriter;
import io.safelight.api.PostView;
import io.safelight.api.PostView.MediaView;
import io.safelight.media.Media;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import io.safelight.media.Variant;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/** A media in the entities of a post of API v1.1. */
final class V1MediaEntity {
  private static final int THUMB_SIDE = 150;
  /** The sizes below the original and the longest side of each (X media API: media entities, sizes). */
  private static final List<Size> FITTED = List.of(new Size("small", 680), new Size("medium", 1200), new Size("large", 2048));

  private V1MediaEntity() {}

  private record Size(String name, int maxSide) {}

  static void write(JsonWriter json, PostView view, MediaView shown, V1PostJson.Options options) {
    Media media = shown.media();
    json.beginObject().field("id", media.id().value()).field("id_str", media.id().toString());
    V1PostJson.indices(json, view.linkStart(), view.text().codePointCount(0, view.text().length()));
    json.field("media_url", shown.imageUrl()).field("media_url_https", shown.imageUrl());
    V1PostJson.link(json, view.link());
    json.field("type", type(kind(media)));
    sizes(json, shown);
    if (options.altText()) {
      json.field("ext_alt_text", media.altText());
    }
    if (kind(media) == MediaKind.VIDEO || kind(media) == MediaKind.GIF) {
      videoInfo(json, shown);
    }
    json.endObject();
  }

  private static MediaKind kind(Media media) {
    MediaFacts facts = media.facts();
    return facts == null ? media.category().kind() : facts.kind();
  }

  private static String type(MediaKind kind) {
    return switch (kind) {
      case IMAGE, SUBTITLES -> "photo";
      case GIF -> "animated_gif";
      case VIDEO -> "video";
    };
  }

  private static void sizes(JsonWriter json, MediaView shown) {
    MediaFacts facts = shown.media().facts();
    int width = facts == null ? shown.image().width() : facts.width();
    int height = facts == null ? shown.image().height() : facts.height();
    int thumb = Math.min(THUMB_SIDE, Math.min(width, height));
    json.name("sizes").beginObject();
    size(json, shown, "thumb", thumb, thumb, "crop");
    for (Size size : FITTED) {
      double scale = Math.min(1.0, (double) size.maxSide() / Math.max(1, Math.max(width, height)));
      size(json, shown, size.name(), scaled(width, scale), scaled(height, scale), "fit");
    }
    json.endObject();
  }

  private static int scaled(int side, double scale) {
    return (int) Math.max(1, Math.round(side * scale));
  }

  /** The size of the file that was made under this name; else, as for a video, the one it would have. */
  private static void size(JsonWriter json, MediaView shown, String name, int width, int height, String resize) {
    Variant made =
        shown.sizes().stream().filter(variant -> variant.name().startsWith(name + ".")).findFirst().orElse(null);
    json.name(name)
        .beginObject()
        .field("w", made == null ? width : made.width())
        .field("h", made == null ? height : made.height())
        .field("resize", resize)
        .endObject();
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
      if (facts.kind() == MediaKind.VIDEO && duration != null) {
        json.field("duration_millis", duration.toMillis());
      }
    }
    json.name("variants").beginArray();
    for (PostView.VariantView variant : shown.videos()) {
      Variant file = variant.variant();
      json.beginObject()
          .field("bitrate", file.bitrate())
          .field("content_type", file.contentType())
          .field("url", variant.url())
          .endObject();
    }
    json.endArray().endObject();
  }
}
