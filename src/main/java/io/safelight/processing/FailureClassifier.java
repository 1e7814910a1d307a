package io.safelight.processing;

import static io.safelight.media.FailureReason.CORRUPT;
import static io.safelight.media.FailureReason.TOO_DEMANDING;
import static io.safelight.media.FailureReason.TRUNCATED;
import static io.safelight.media.FailureReason.UNREADABLE;
import static io.safelight.media.FailureReason.UNSUPPORTED_CODEC;

import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.Resource;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.media.MediaError;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what ffmpeg said about a file. Its words decide the reason and never reach a client. {@code file is invalid}
 * and {@code file is currently unsupported} are the real API's words; the sentence after them says what to do.
 */
final class FailureClassifier {
  private static final Pattern UNKNOWN_CODEC =
      Pattern.compile("Decoder \\(codec ([a-z0-9_]{1,32})\\) not found|no decoder found for: ([a-z0-9_]{1,32})");

  /** A failure of these words is a mistake in our own options, or an ffmpeg that lacks what Safelight needs. */
  private static final List<String> OWN_MISTAKES =
      List.of(
          "Unrecognized option",
          "Option not found",
          "Error parsing options",
          "Error splitting the argument list",
          "Unknown encoder",
          "Unknown bitstream filter",
          "No such filter",
          "Filter not found");

  private FailureClassifier() {}

  /** Why a file that ffprobe cannot read is refused. */
  static MediaError unreadable(String log) {
    if (log.contains("moov atom not found")) {
      return MediaError.of(
          TRUNCATED,
          "file is invalid. Its index (moov) is missing: it was cut off. Upload the whole file.");
    }
    return MediaError.of(
        UNREADABLE, "file is invalid. No image or video can be read from it; check that it is the file you meant.");
  }

  /**
   * Why a video that was probed cannot be processed.
   *
   * @throws AttemptException when the failure is the server's own
   */
  static MediaError undecodable(RunOutcome.Failed failure, ProbedFile input) throws AttemptException {
    Optional<String> codec = unknownCodec(failure);
    String sound = input.audio().map(ProbedFile.AudioStream::codec).orElse("");
    return codec.isPresent() && codec.get().equals(sound) ? unsupportedSound(sound) : undecodable(failure);
  }

  /**
   * Why a file that was probed cannot be processed.
   *
   * @throws AttemptException when the failure is the server's own
   */
  static MediaError undecodable(RunOutcome.Failed failure) throws AttemptException {
    if (OWN_MISTAKES.stream().anyMatch(failure.log()::contains)) {
      throw AttemptException.fault("ffmpeg does not accept its options: " + failure.log());
    }
    Optional<String> codec = unknownCodec(failure);
    if (codec.isPresent()) {
      return unsupportedCodec(codec.get());
    }
    if (failure.log().contains("moov atom not found")) {
      return unreadable(failure.log());
    }
    return corrupt();
  }

  /** Why a file is refused that takes more than one file may. */
  static MediaError tooDemanding(Resource resource) {
    return switch (resource) {
      case MEMORY ->
          MediaError.of(
              TOO_DEMANDING,
              "file is currently unsupported. Processing it takes more memory than one file may have here; make its picture"
                  + " smaller, or export it again.");
      case STANDSTILL ->
          MediaError.of(
              TOO_DEMANDING,
              "file is currently unsupported. A part of it takes so much work that processing it gets no further, which happens with"
                  + " damaged files; export it again and upload the new file.");
      case FILE_SIZE ->
          MediaError.of(
              TOO_DEMANDING,
              "file is currently unsupported. What is made of it is larger than a file may be here; make it shorter.");
    };
  }

  static MediaError corrupt() {
    return MediaError.of(
        CORRUPT, "file is invalid. Parts of it cannot be decoded; export it again and upload the new file.");
  }

  static MediaError truncatedImage() {
    return MediaError.of(TRUNCATED, "file is invalid. The image is cut off; upload the whole file.");
  }

  static MediaError unsupportedCodec(String codec) {
    return MediaError.limit(
        UNSUPPORTED_CODEC,
        "file is currently unsupported. Its picture (codec " + codec + ") cannot be decoded here; convert it to H.264.",
        "codec",
        "h264",
        codec);
  }

  static MediaError unsupportedImageCodec(String codec) {
    return MediaError.limit(
        UNSUPPORTED_CODEC,
        "file is currently unsupported. Its picture (codec " + printable(codec) + ") cannot be decoded here; convert it to"
            + " JPEG.",
        "codec",
        "jpeg",
        printable(codec));
  }

  /** The name comes from the file. */
  private static String printable(String codec) {
    return codec.matches("[A-Za-z0-9]{1,4}") ? codec : "unknown";
  }

  static MediaError unsupportedSound(String codec) {
    return MediaError.limit(
        UNSUPPORTED_CODEC,
        "file is currently unsupported. Its sound (codec " + codec + ") cannot be decoded here; convert the sound to"
            + " AAC, or remove it.",
        "audio_codec",
        "aac",
        codec);
  }

  private static Optional<String> unknownCodec(RunOutcome.Failed failure) {
    Matcher codec = UNKNOWN_CODEC.matcher(failure.log());
    return codec.find() ? Optional.of(codec.group(1) != null ? codec.group(1) : codec.group(2)) : Optional.empty();
  }
}
