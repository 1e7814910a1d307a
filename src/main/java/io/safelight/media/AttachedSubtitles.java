package io.safelight.media;

/**
 * Subtitles of a video in one language.
 *
 * @param displayName what a viewer chooses them by; of characters that the quoted strings of a playlist may hold
 * @param source the media that was attached, which may be gone
 * @param file the video's own copy, a WebVTT file whose name is used once
 */
public record AttachedSubtitles(LanguageTag language, String displayName, MediaId source, Variant file) {
  private static final String FILE_SUFFIX = ".vtt";
  private static final String PLAYLIST_SUFFIX = ".m3u8";

  public AttachedSubtitles {
    if (!isDisplayName(displayName)) {
      throw new IllegalArgumentException("not the name of subtitles");
    }
  }

  /** Whether a name can be written into a playlist (RFC 8216 section 4.2) and shown in one line. */
  public static boolean isDisplayName(String text) {
    return !text.isBlank()
        && text.codePoints()
            .noneMatch(
                point ->
                    point == '"'
                        || switch (Character.getType(point)) {
                          case Character.CONTROL,
                              Character.SURROGATE,
                              Character.LINE_SEPARATOR,
                              Character.PARAGRAPH_SEPARATOR ->
                              true;
                          default -> false;
                        });
  }

  /**
   * Subtitles whose file is stored already.
   *
   * @param key see {@link MediaKeys#subtitles}; its last part becomes the name of the file
   * @param size bytes
   */
  public static AttachedSubtitles of(
      LanguageTag language, String displayName, MediaId source, String key, long size) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    return new AttachedSubtitles(
        language, displayName, source, new Variant(name, "text/vtt", key, size, 0, 0, 0, VariantRole.PART));
  }

  /** Name of the HLS media playlist that names the file. */
  public String playlistName() {
    return file.name().replace(FILE_SUFFIX, PLAYLIST_SUFFIX);
  }
}
