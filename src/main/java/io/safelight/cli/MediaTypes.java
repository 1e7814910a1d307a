package io.safelight.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** MIME types by the end of a file's name. Only a hint: the server looks at the bytes. */
final class MediaTypes {
  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("mp4", "video/mp4"),
          Map.entry("m4v", "video/mp4"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("webm", "video/webm"),
          Map.entry("mkv", "video/x-matroska"),
          Map.entry("avi", "video/x-msvideo"),
          Map.entry("ts", "video/mp2t"),
          Map.entry("mts", "video/mp2t"),
          Map.entry("m2ts", "video/mp2t"),
          Map.entry("wmv", "video/x-ms-asf"),
          Map.entry("flv", "video/x-flv"),
          Map.entry("mpg", "video/mpeg"),
          Map.entry("mpeg", "video/mpeg"),
          Map.entry("3gp", "video/3gpp"),
          Map.entry("ogv", "video/ogg"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("png", "image/png"),
          Map.entry("webp", "image/webp"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("tif", "image/tiff"),
          Map.entry("tiff", "image/tiff"),
          Map.entry("gif", "image/gif"),
          Map.entry("heic", "image/heic"),
          Map.entry("heif", "image/heic"),
          Map.entry("hif", "image/heic"),
          Map.entry("avif", "image/avif"),
          Map.entry("srt", "text/srt"),
          Map.entry("vtt", "text/vtt"));

  private MediaTypes() {}

  /** The type of a file that is there. */
  static String require(Path file, String advice) throws CommandFailure {
    requireFile(file);
    return of(file)
        .orElseThrow(
            () -> CommandFailure.wrongArgument("The name of " + file + " does not say what it is; " + advice + "."));
  }

  /** Refuses what is no file. */
  static void requireFile(Path file) throws CommandFailure {
    if (!Files.isRegularFile(file)) {
      throw CommandFailure.wrongArgument(
          Files.isDirectory(file)
              ? file + " is a folder; name a file."
              : Files.exists(file) ? file + " is not a file." : "There is no file " + file + ".");
    }
  }

  private static Optional<String> of(Path file) {
    String name = String.valueOf(file.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_EXTENSION.get(extension));
  }
}
