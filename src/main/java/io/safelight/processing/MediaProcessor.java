package io.safelight.processing;

import io.safelight.blob.BlobStore;
import io.safelight.config.LimitsConfig;
import io.safelight.config.ProcessingConfig;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.media.Lane;
import io.safelight.media.MediaError;
import java.io.IOException;
import java.time.Duration;

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
  Product process(Attempt attempt) throws AttemptException, InterruptedException, IOException {
    return switch (attempt.job().kind()) {
      case PRIMARY -> primary(attempt, inspector.inspect(attempt));
      case REST, REPROCESS -> rest(attempt);
    };
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
