package io.safelight.media;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a client says its media is for. It decides the limits, the visibility and the prefix of the media key. */
public enum MediaCategory {
  TWEET_IMAGE(MediaKind.IMAGE, "3"),
  TWEET_GIF(MediaKind.GIF, "16"),
  TWEET_VIDEO(MediaKind.VIDEO, "7"),
  AMPLIFY_VIDEO(MediaKind.VIDEO, "13"),
  DM_IMAGE(MediaKind.IMAGE, "3"),
  DM_GIF(MediaKind.GIF, "16"),
  DM_VIDEO(MediaKind.VIDEO, "7"),
  SUBTITLES(MediaKind.SUBTITLES, null);

  private static final Map<String, MediaCategory> BY_FOLDED_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(c -> fold(c.name()), Function.identity()));

  private final MediaKind kind;
  private final @Nullable String keyPrefix;

  MediaCategory(MediaKind kind, @Nullable String keyPrefix) {
    this.kind = kind;
    this.keyPrefix = keyPrefix;
  }

  /** All names, for a sentence: {@code tweet_image, tweet_gif ... and subtitles}. */
  public static String names() {
    return Stream.of(values())
        .map(MediaCategory::wireName)
        .collect(Collectors.joining(", "))
        .replaceFirst(", (?=\\w+$)", " and ");
  }

  /** Reads any spelling that clients send: {@code tweet_video}, {@code TweetVideo}, {@code TWEET_VIDEO}. */
  public static Optional<MediaCategory> parse(String text) {
    return Optional.ofNullable(BY_FOLDED_NAME.get(fold(text)));
  }

  /** The category of a media whose client named none, from its MIME type; empty for a type that is not accepted at all. */
  public static Optional<MediaCategory> infer(String mediaType) {
    String type = mediaType.strip().toLowerCase(Locale.ROOT);
    if (type.equals("image/gif")) {
      return Optional.of(TWEET_GIF);
    }
    if (type.startsWith("image/")) {
      return Optional.of(TWEET_IMAGE);
    }
    if (type.startsWith("video/")) {
      return Optional.of(TWEET_VIDEO);
    }
    if (type.equals("text/srt") || type.equals("text/vtt") || type.equals("application/x-subrip")) {
      return Optional.of(SUBTITLES);
    }
    return Optional.empty();
  }

  public MediaKind kind() {
    return kind;
  }

  /** Whether only the owners may fetch the media, as for direct messages. */
  public boolean isPrivate() {
    return this == DM_IMAGE || this == DM_GIF || this == DM_VIDEO;
  }

  /** Lower case with underscores, as in API v2. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The media key of a media of this category, such as {@code 7_1187325998846660609}; empty where X has none. */
  public Optional<String> mediaKey(MediaId id) {
    return Optional.ofNullable(keyPrefix).map(prefix -> prefix + "_" + id);
  }

  private static String fold(String name) {
    return name.strip().replace("_", "").toLowerCase(Locale.ROOT);
  }
}
