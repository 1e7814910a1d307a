package io.safelight.processing;

import io.safelight.image.HeifImage;
import io.safelight.image.HeifReader;
import io.safelight.image.ImageHeader;
import io.safelight.image.WebpAnimation;
import io.safelight.image.WebpFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A still image as ffmpeg reads it. Which format it is was decided in Java, and ffmpeg is not asked for its opinion.
 *
 * @param options before the input
 * @param filters the beginning of a filter graph, up to the picture whose orientation is yet to be applied, in a form to which
 *     further filters can be appended
 * @param profile a colour profile that the decoder does not hand on, which describes the colours behind the filters
 */
record ImageInput(Path file, List<String> options, String filters, Optional<byte[]> profile) {
  /**
   * The orientation is applied by our own filters, so that it and the header agree for every format. Of the decoders only that of
   * JPEG shows half a picture without a word; it has no use for threads, which take their time to start.
   */
  static ImageInput of(Attempt attempt, ImageHeader header) throws AttemptException, IOException {
    return switch (header.contentType()) {
      case "image/jpeg" -> plain(attempt, "jpeg_pipe", "-xerror", "-err_detect", "explode", "-threads", "1");
      case "image/png" -> plain(attempt, "png_pipe");
      case "image/gif" -> plain(attempt, "gif");
      case "image/webp" -> webp(attempt);
      case "image/bmp" -> plain(attempt, "bmp_pipe");
      case "image/tiff" -> plain(attempt, "tiff_pipe");
      case "image/heic", "image/avif" -> heif(attempt);
      default -> throw new IllegalArgumentException(header.contentType());
    };
  }

  private static ImageInput plain(Attempt attempt, String demuxer, String... options) {
    List<String> all = new ArrayList<>(List.of("-noautorotate", "-f", demuxer));
    all.addAll(List.of(options));
    return new ImageInput(attempt.source(), all, "[0:v:0]", Optional.empty());
  }

  /** Of an animation the first frame, which may be smaller than the canvas. */
  private static ImageInput webp(Attempt attempt) throws IOException {
    Optional<WebpAnimation> animation = WebpAnimation.read(attempt.source());
    if (animation.isEmpty()) {
      return plain(attempt, "webp_pipe");
    }
    WebpFrame first = animation.get().frames().getFirst();
    Path file = attempt.folder().resolve("first.webp");
    WebpStills.write(List.of(first), attempt.source(), file);
    String canvas =
        String.format(
            Locale.ROOT, "[0:v:0]format=rgba,pad=%d:%d:%d:%d:color=black@0,",
            animation.get().width(), animation.get().height(), first.x(), first.y());
    return new ImageInput(file, List.of("-noautorotate", "-f", "webp_pipe"), canvas, Optional.empty());
  }

  private static ImageInput heif(Attempt attempt) throws AttemptException, IOException {
    HeifImage image =
        HeifReader.read(attempt.source()).orElseThrow(() -> AttemptException.rejected(FailureClassifier.corrupt()));
    String codec =
        switch (image.codec()) {
          case "hvc1", "hev1" -> "V_MPEGH/ISO/HEVC";
          case "av01" -> "V_AV1";
          default -> throw AttemptException.rejected(FailureClassifier.unsupportedImageCodec(image.codec()));
        };
    Path file = attempt.folder().resolve("still.mkv");
    StillMatroska.write(image, codec, attempt.source(), file);
    return new ImageInput(
        file,
        List.of("-noautorotate", "-f", "matroska", "-xerror", "-err_detect", "explode"),
        HeifFilters.graph(image),
        image.profile());
  }
}
