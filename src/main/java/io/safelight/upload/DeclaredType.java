package io.safelight.upload;

import java.util.Locale;
import java.util.Set;

/** Whether a declared MIME type can be that of a media. What the file is, its bytes decide; this only catches plain mistakes. */
final class DeclaredType {
  private static final Set<String> TOP_LEVEL = Set.of("image", "video", "text");
  /** Types by which some clients send subtitles, videos, or what they do not know. */
  private static final Set<String> FURTHER =
      Set.of("application/octet-stream", "application/x-subrip", "application/mp4", "application/ogg");

  private DeclaredType() {}

  static boolean isAccepted(String mediaType, boolean categoryNamed) {
    String type = mediaType.strip().toLowerCase(Locale.ROOT);
    if (type.isEmpty()) {
      return categoryNamed;
    }
    int slash = type.indexOf('/');
    return FURTHER.contains(type) || (slash > 0 && TOP_LEVEL.contains(type.substring(0, slash)));
  }
}
