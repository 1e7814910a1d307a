package io.safelight.processing;

import io.safelight.ffmpeg.RunOutcome;
import io.safelight.image.ImageHeader;
import io.safelight.media.FailureReason;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import io.safelight.media.PictureSize;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.picture.MetadataStripper;
import io.safelight.picture.PictureFormat;
import io.safelight.picture.TinyPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the largest size of a picture, upright, and with no metadata but the colour profile, which is kept because the
 * pixels are not converted. The smaller sizes are made of it when somebody asks for them. Thread-safe.
 */
final class ImageMaker {
  private static final Logger log = LoggerFactory.getLogger(ImageMaker.class);

  private final FfmpegSteps ffmpeg;

  ImageMaker(FfmpegSteps ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  Product make(Attempt attempt, Plan.StillImage plan) throws AttemptException, InterruptedException, IOException {
    ImageHeader header = plan.header();
    PictureFormat format = PictureFormat.of(header);
    Fitted size = PictureSize.LARGE.of(header.displayWidth(), header.displayHeight());
    String name = size.size().wireName() + "." + format.extension();
    ImageInput input = ImageInput.of(attempt, header);
    List<String> options =
        new ArrayList<>(List.of("-filter_complex", ImageFilters.graph(input, header, size, format)));
    options.addAll(List.of("-map", "[" + ImageFilters.PICTURE + "]"));
    options.addAll(format.output(name));
    options.addAll(List.of("-map", "[" + ImageFilters.TINY + "]"));
    options.addAll(TinyPicture.output());
    RunOutcome.Ended end =
        ffmpeg.run(attempt, input.file(), input.options(), options, FfmpegSteps.NO_PROGRESS);
    if (end instanceof RunOutcome.Failed failure) {
      log.debug("media {}: {}", attempt.media().id(), failure.log());
      throw AttemptException.rejected(damage(header, failure));
    }
    Stage.MAKE.report(attempt, 1);
    Path file = attempt.folder().resolve(name);
    MetadataStripper.strip(attempt.folder(), file, format, input.profile());
    var facts =
        new MediaFacts(
            MediaKind.IMAGE, header.contentType(), header.displayWidth(), header.displayHeight(), null);
    String blurHash = TinyPicture.blurHash(attempt.folder(), header.displayWidth(), header.displayHeight());
    return new Product(
        facts.withBlurHash(blurHash),
        List.of(new Output(file, name, format.contentType(), size.width(), size.height(), 0)),
        false);
  }

  private static MediaError damage(ImageHeader header, RunOutcome.Failed failure) throws AttemptException {
    MediaError error = FailureClassifier.undecodable(failure);
    return error.reason() == FailureReason.CORRUPT && header.truncated() ? FailureClassifier.truncatedImage() : error;
  }
}
