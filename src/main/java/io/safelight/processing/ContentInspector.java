package io.safelight.processing;

import static io.safelight.media.FailureReason.NO_VIDEO_STREAM;
import static io.safelight.media.FailureReason.UNREADABLE;
import static io.safelight.media.FailureReason.UNSUPPORTED_FORMAT;
import static io.safelight.media.FailureReason.WRONG_KIND;

import io.safelight.ffmpeg.ProbedFile;
import io.safelight.image.ImageHeader;
import io.safelight.image.ImageHeaderReader;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaKind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out what an upload is, from its bytes alone, and whether that is what its category takes. What the client
 * declared counts only where INIT named a category: a PNG sent as {@code tweet_video} fails, a PNG sent as {@code
 * video/mp4} without a category is an image. Thread-safe.
 */
final class ContentInspector {
  private static final String UNSUPPORTED = "file is currently unsupported. ";

  private final FfmpegSteps ffmpeg;
  private final LimitChecker limits;

  ContentInspector(FfmpegSteps ffmpeg, LimitChecker limits) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
  }

  /** Reads the content and holds it against the category and the limits. */
  Content inspect(Attempt attempt) throws AttemptException, InterruptedException, IOException {
    boolean subtitles = attempt.media().category().kind() == MediaKind.SUBTITLES;
    Content content = subtitles ? text(attempt) : picture(attempt);
    checkKind(attempt.media(), content);
    Optional<MediaError> broken = limits.check(attempt.media(), content);
    if (broken.isPresent()) {
      throw AttemptException.rejected(broken.get());
    }
    Stage.INSPECT.report(attempt, 1);
    return content;
  }

  private Content text(Attempt attempt) throws AttemptException, IOException {
    // The size is checked before the file is read into memory.
    Optional<MediaError> tooLarge = limits.subtitlesSize(attempt.media());
    if (tooLarge.isPresent()) {
      throw AttemptException.rejected(tooLarge.get());
    }
    byte[] file = Files.readAllBytes(attempt.source());
    return new Content.Text(
        SubtitleParser.parse(file), SubtitleParser.isWebVtt(file) ? "text/vtt" : "text/srt");
  }

  /** Images are never shown to ffprobe: it would decode a frame before anybody checked how large that is. */
  private Content picture(Attempt attempt) throws AttemptException, InterruptedException, IOException {
    Optional<ImageHeader> image = ImageHeaderReader.read(attempt.source());
    if (image.isPresent()) {
      return image(attempt.media(), image.get());
    }
    FileSignature signature = FileSignature.of(attempt.source());
    Optional<String> foreign = signature.foreignImage();
    if (foreign.isPresent()) {
      throw AttemptException.rejected(
          UNSUPPORTED_FORMAT,
          UNSUPPORTED + "It is a " + foreign.get() + "; send JPEG, PNG, GIF, WebP, HEIC or AVIF.");
    }
    if (attempt.media().totalBytes() == 0) {
      throw AttemptException.rejected(UNREADABLE, "file is invalid. It is empty.");
    }
    return video(ffmpeg.probe(attempt, attempt.source(), FailureClassifier::unreadable), signature);
  }

  /** An animated WebP is an animation where one may be, and where INIT asked for an image its first frame. */
  private static Content image(Media media, ImageHeader header) {
    boolean still = media.categoryNamed() && media.category().kind() == MediaKind.IMAGE;
    return new Content.Image(still && header.contentType().equals("image/webp") ? header.firstFrame() : header);
  }

  private static Content video(ProbedFile file, FileSignature signature) throws AttemptException {
    if (file.video().isEmpty()) {
      throw AttemptException.rejected(
          NO_VIDEO_STREAM, "Unsupported video format. The file has no picture, only sound or data; send a video.");
    }
    ProbedFile.VideoStream stream = file.video().get();
    if (!stream.known()) {
      throw AttemptException.rejected(FailureClassifier.unsupportedCodec(stream.codec()));
    }
    Optional<ProbedFile.AudioStream> unknownSound = file.audio().filter(audio -> !audio.known());
    if (unknownSound.isPresent()) {
      throw AttemptException.rejected(FailureClassifier.unsupportedSound(unknownSound.get().codec()));
    }
    if (stream.width() <= 0 || stream.height() <= 0) {
      throw AttemptException.rejected(FailureClassifier.corrupt());
    }
    return new Content.Video(file, stream, signature.videoType(file.formatName()));
  }

  private static void checkKind(Media media, Content content) throws AttemptException {
    MediaKind expected = media.category().kind();
    boolean stillGif = expected == MediaKind.GIF && content.contentType().equals("image/gif");
    if (media.categoryNamed() && content.kind() != expected && !stillGif) {
      throw AttemptException.rejected(
          MediaError.limit(
              WRONG_KIND,
              String.format(
                  Locale.ROOT,
                  "file is invalid. It is %s (%s), but media_category %s takes %s.",
                  name(content.kind()), content.contentType(), media.category().wireName(), name(expected)),
              "kind",
              expected.name().toLowerCase(Locale.ROOT),
              content.kind().name().toLowerCase(Locale.ROOT)));
    }
  }

  private static String name(MediaKind kind) {
    return switch (kind) {
      case IMAGE -> "an image";
      case GIF -> "an animated GIF";
      case VIDEO -> "a video";
      case SUBTITLES -> "a subtitle file";
    };
  }
}
