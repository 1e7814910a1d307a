package io.safelight.upload;

import java.util.Locale;
import java.util.Set;

/** Whether a declared MIME type can be that of a media. What the file is, its bytes decide; this only catches plain mistakes. */
final class DeclaredType {
  private static final Set<String> TOP_LEVEL = Set.of("image", "video", "text");
  /** Types by which some clients send subtitles, videos, or what they do not know. */
  private static final Set<String> FURTHER =
      Set.of("application/octet-stream", "application/x-subrip", "application/mp4", "application/ogg");

  /** RFC 6838 section 4.2 allows 127 characters before and after the slash. */
  private static final int MAX_LENGTH = 255;

  private DeclaredType() {}

  /** A client that names a category may leave the type out. */
  static boolean isAccepted(String mediaType) {
    String type = mediaType.strip().toLowerCase(Locale.ROOT);
    int slash = type.indexOf('/');
    return type.isEmpty()
        || FURTHER.contains(type)
        || (slash > 0 && type.length() <= MAX_LENGTH && TOP_LEVEL.contains(type.substring(0, slash)));
  }
}
