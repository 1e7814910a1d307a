package io.safelight.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A post as the server shows it. */
public record Post(String id, String text, List<Media> media) {
  public Post {
    media = List.copyOf(media);
  }

  /**
   * A media of a post.
   *
   * @param type {@code photo}, {@code animated_gif} or {@code video}
   * @param url of the image, or of the poster of a video
   * @param variants of a video or GIF; empty for a photo
   */
  public record Media(String id, String type, String url, List<Variant> variants) {
    public Media {
      variants = List.copyOf(variants);
    }
  }

  /**
   * One rendition of a video.
   *
   * @param bitrate in bits per second; null where the server names none
   */
  public record Variant(String contentType, @Nullable Long bitrate, String url) {}

  static Post of(JsonNode json) {
    return new Post(
        json.path("id_str").asString(),
        json.path("text").asString(json.path("full_text").asString("")),
        json.path("extended_entities").path("media").valueStream().map(Post::media).toList());
  }

  private static Media media(JsonNode json) {
    return new Media(
        json.path("id_str").asString(),
        json.path("type").asString(),
        json.path("media_url_https").asString(),
        json.path("video_info").path("variants").valueStream().map(Post::variant).toList());
  }

  private static Variant variant(JsonNode json) {
    JsonNode bitrate = json.path("bitrate");
    return new Variant(
        json.path("content_type").asString(),
        bitrate.isNumber() ? bitrate.asLong() : null,
        json.path("url").asString());
  }
}
