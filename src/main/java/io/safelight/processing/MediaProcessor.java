package io.safelight.processing;

import io.safelight.blob.BlobStore;
import io.safelight.config.LimitsConfig;
import io.safelight.config.ProcessingConfig;
import io.safelight.ffmpeg.InputFeed;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.RunInput;
import io.safelight.media.JobKind;
import io.safelight.media.Lane;
import io.safelight.media.MediaError;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** From an assembled file to what a job makes of it: inspect, check, plan, make. Thread-safe. */
final class MediaProcessor {
  /** A plan that costs more CPU time than this does not stay in the lane for short work. */
  private static final Duration QUICK_COST = Duration.ofSeconds(2);

  private final ContentInspector inspector;
  private final Planner planner;
  private final VideoMaker videos;
  private final GifMaker gifs;
  private final ImageMaker images;
  private final RestMaker rest;

  MediaProcessor(MediaTools tools, BlobStore blobs, ProcessingConfig config, LimitsConfig limits) {
    FfmpegSteps ffmpeg = new FfmpegSteps(tools);
    LimitChecker limitChecker = new LimitChecker(limits);
    PictureEncoder encoder = new PictureEncoder(tools, limits.videoMaxFrameRate());
    VideoFinisher finisher = new VideoFinisher(ffmpeg);
    this.inspector = new ContentInspector(ffmpeg, limitChecker);
    this.planner = new Planner(config, limits.videoMaxFrameRate());
    this.videos = new VideoMaker(ffmpeg, limitChecker, planner, encoder, finisher);
    this.gifs = new GifMaker(ffmpeg, encoder, finisher);
    this.images = new ImageMaker(ffmpeg);
    this.rest =
        new RestMaker(
            blobs,
            planner,
            new LadderEncoder(ffmpeg, limitChecker, encoder),
            new HlsCopier(ffmpeg),
            new StoryboardMaker(ffmpeg, finisher),
            finisher);
  }

  /**
   * Makes what the job is for, in the folder of the attempt.
   *
   * @throws AttemptException when there will be no product
   */
  Product process(JobKind kind, Attempt attempt) throws AttemptException, InterruptedException, IOException {
    return switch (kind) {
      case PRIMARY -> primary(attempt, inspector.inspect(attempt));
      case REST, REPROCESS -> rest(attempt);
    };
  }

  /**
   * How the video would be encoded whose beginning the attempt has for its source.
   *
   * @return empty where there is nothing to be gained: it is no video, or one that is only repackaged
   * @throws AttemptException rejected when the beginning already breaks a limit, or cannot be read
   */
  Optional<Plan.VideoTranscode> planEarly(Attempt attempt)
      throws AttemptException, InterruptedException, IOException {
    Content content = inspector.inspect(attempt);
    return content instanceof Content.Video video && !planner.mayCopy(video, attempt.media().totalBytes())
        ? Optional.of(planner.transcode(video))
        : Optional.empty();
  }

  /** Encodes a video of which more is still to come. */
  VideoMaker.Encoded encodeEarly(Attempt attempt, Plan.VideoTranscode plan, InputFeed feed)
      throws AttemptException, InterruptedException {
    return videos.encode(attempt, plan, new RunInput.Fed(feed));
  }

  /** Makes what belongs to a video that {@link #encodeEarly} has made; its file is in the folder of the attempt. */
  Product finishEarly(Attempt attempt, VideoMaker.Encoded encoded)
      throws AttemptException, InterruptedException, IOException {
    return videos.finish(attempt, encoded);
  }

  /** A video that was good enough once is to blame for nothing: what looks as if it were has become so here. */
  private Product rest(Attempt attempt) throws AttemptException, InterruptedException, IOException {
    try {
      return switch (inspector.inspect(attempt)) {
        case Content.Video video -> rest.make(attempt, video);
        case Content.Image _, Content.Text _ -> throw AttemptException.fault("only a video has further variants");
      };
    } catch (AttemptException e) {
      throw e.end() instanceof AttemptEnd.Rejected(MediaError error)
          ? AttemptException.fault(error.reason() + ": " + error.message())
          : e;
    }
  }

  private Product primary(Attempt attempt, Content content)
      throws AttemptException, InterruptedException, IOException {
    Plan plan = planner.plan(content, attempt.media().totalBytes());
    if (attempt.lane() == Lane.QUICK && plan.cost().compareTo(QUICK_COST) > 0) {
      throw new AttemptException(new AttemptEnd.Misplaced(Lane.VIDEO));
    }
    return switch (plan) {
      case Plan.VideoRemux remux -> videos.remux(attempt, remux);
      case Plan.VideoTranscode transcode -> videos.transcode(attempt, transcode);
      case Plan.GifToVideo gif -> gifs.make(attempt, gif);
      case Plan.StillImage image -> images.make(attempt, image);
      case Plan.Subtitles subtitles -> SubtitleMaker.make(attempt, subtitles);
    };
  }
}
