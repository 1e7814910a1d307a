package io.safelight.upload;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a declared MIME type can be that of a media. What the file is, its bytes decide; this only catches plain mistakes. */
final class DeclaredType {
  /** Printable characters, and no more of them than RFC 6838 section 4.2 allows. */
  private static final Pattern MEDIA = Pattern.compile("(?:image|video|text)/[ -~]{1,249}");

  /** Types by which some clients send subtitles, videos, or what they do not know. */
  private static final Set<String> FURTHER =
      Set.of("application/octet-stream", "application/x-subrip", "application/mp4", "application/ogg");

  private DeclaredType() {}

  /** A client that names a category may leave the type out. */
  static boolean isAccepted(String mediaType) {
    String type = mediaType.strip().toLowerCase(Locale.ROOT);
    return type.isEmpty() || FURTHER.contains(type) || MEDIA.matcher(type).matches();
  }
}
