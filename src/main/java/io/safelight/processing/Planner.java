package io.safelight.processing;

import io.safelight.config.Ladder;
import io.safelight.config.ProcessingConfig;
import io.safelight.ffmpeg.ProbedFile;
import io.safelight.ffmpeg.ProbedFile.AudioStream;
import io.safelight.ffmpeg.ProbedFile.VideoStream;
import io.safelight.media.MediaKind;
import io.safelight.processing.Plan.Sound;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides how a media is processed: a video that players can play already is only remuxed. Immutable. */
final class Planner {
  private static final Set<String> PROFILES = Set.of("Constrained Baseline", "Baseline", "Main", "High");

  /** MP4, MOV and their relatives: the ones with edit lists. */
  private static final String MOV = "mov,mp4,m4a,3gp,3g2,mj2";

  /** By which a duration may be too short because of the clock that it is told in: 600 a second in old files, and milliseconds here. */
  private static final int ROUNDING_MILLIS = 3;

  /** Containers whose packets carry the times that MP4 needs. */
  private static final Set<String> COPYABLE_FORMATS = Set.of(MOV, "matroska,webm", "mpegts");

  /** A copy may have so many times the bits of an encoded picture: encoding costs quality and time. */
  private static final int COPIED_BIT_RATE = 2;

  /** Of a side: a rung that is nearer to another one than this is not worth its bytes. */
  private static final double LEAST_DIFFERENCE = 0.15;

  /** Samples in a frame of AAC-LC. */
  private static final int AAC_FRAME = 1024;

  private static final int TOLERATED_AAC_FRAMES = 5;
  private static final int MAX_CHANNELS = 2;
  private static final int MAX_SAMPLE_RATE = 48_000;
  private static final double SQUARE_PIXEL_TOLERANCE = 0.001;

  private final int videoSide;
  private final Ladder ladder;
  private final boolean hls;
  private final boolean storyboard;
  private final Duration storyboardInterval;
  private final int maxFrameRate;

  Planner(ProcessingConfig config, int maxFrameRate) {
    this.videoSide = config.videoSide();
    this.ladder = config.ladder();
    this.hls = config.hls();
    this.storyboard = config.storyboard();
    this.storyboardInterval = config.storyboardInterval();
    this.maxFrameRate = maxFrameRate;
  }

  /**
   * @param totalBytes size of the file
   */
  Plan plan(Content content, long totalBytes) {
    return switch (content) {
      case Content.Image image -> {
        var header = image.header();
        yield image.kind() == MediaKind.GIF
            ? new Plan.GifToVideo(header, new FrameSize(header.width(), header.height()).video(videoSide))
            : new Plan.StillImage(header);
      }
      case Content.Video video ->
          canCopy(video, totalBytes) ? new Plan.VideoRemux(video, sound(video)) : transcode(video);
      case Content.Text text -> new Plan.Subtitles(text);
    };
  }

  /** The plan for a video that seemed to be fit for copying and was not. */
  Plan.VideoTranscode transcode(Content.Video video) {
    FrameSize size = FrameSize.shown(video.stream()).video(videoSide);
    return new Plan.VideoTranscode(video, size, sound(video));
  }

  /** Whether HLS is made of a video. */
  boolean makesHls() {
    return hls;
  }

  /** Whether more is to be made of a video than was made first; see {@link #rungs}. */
  boolean hasRest(FrameSize shown, FrameSize made) {
    return hls || storyboard || !rungs(shown, made).isEmpty();
  }

  /**
   * The storyboard that is made of a video, if any is.
   *
   * @param made size of the video that was made of it first
   * @param duration of that video; null when nobody knows
   */
  Optional<Storyboard> storyboard(FrameSize made, @Nullable Duration duration) {
    return storyboard && duration != null
        ? Optional.of(Storyboard.of(made, duration, storyboardInterval))
        : Optional.empty();
  }

  /**
   * Further sizes of a video: none larger than it is, and none that differs too little from the one that is there.
   *
   * @param shown how large it is when it is played
   * @param made size of the video that was made of it first
   */
  List<Rung> rungs(FrameSize shown, FrameSize made) {
    return ladder.rungs().stream()
        .filter(rung -> rung.side() <= shown.shortSide())
        .filter(rung -> Math.abs(rung.side() - made.shortSide()) > LEAST_DIFFERENCE * made.shortSide())
        .map(rung -> new Rung(shown.video(rung.side()), rung.maxBitRate()))
        .toList();
  }

  private boolean canCopy(Content.Video video, long totalBytes) {
    VideoStream stream = video.stream();
    return hasPlayableForm(video)
        && !(video.file().formatName().equals(MOV) && isTrimmed(stream))
        && bitRate(video.file(), stream, totalBytes)
            <= COPIED_BIT_RATE
                * VideoSettings.maxBitRate(new FrameSize(stream.width(), stream.height()), video.frameRate());
  }

  /** Whether a video may turn out to be only repackaged, as far as its beginning tells. */
  boolean mayCopy(Content.Video video, long totalBytes) {
    // The beginning of a transport stream does not tell how long the rest is, and so not how many bits a second has.
    boolean knownRate = !video.file().formatName().equals("mpegts");
    return knownRate ? canCopy(video, totalBytes) : hasPlayableForm(video);
  }

  private boolean hasPlayableForm(Content.Video video) {
    VideoStream stream = video.stream();
    return COPYABLE_FORMATS.contains(video.file().formatName())
        && stream.codec().equals("h264")
        && PROFILES.contains(stream.profile())
        && stream.pixelFormat().equals("yuv420p")
        && (stream.fieldOrder().isEmpty() || stream.fieldOrder().equals("progressive"))
        && stream.rotation() == 0
        && Math.abs(stream.pixelAspectRatio() - 1) < SQUARE_PIXEL_TOLERANCE
        && stream.width() % 2 == 0
        && stream.height() % 2 == 0
        && Math.min(stream.width(), stream.height()) <= copiedSide()
        && video.frameRate() > 0
        && video.frameRate() <= maxFrameRate
        && ColorFilters.areUsual(stream.color());
  }

  /**
   * A video that players can play is published as it is also where it is larger than the one that would be made first: nothing is
   * ready sooner, and the smaller ones follow.
   */
  private int copiedSide() {
    return Math.max(videoSide, ladder.largestSide());
  }

  /**
   * Whether an edit list leaves out frames that are in the file. A copy would keep them: whoever cut something out of a
   * video does not want it published.
   */
  private static boolean isTrimmed(VideoStream stream) {
    Duration shown = stream.duration();
    return shown != null && stream.frames() > stream.frameRate() * (shown.toMillis() + ROUNDING_MILLIS) / 1000;
  }

  /** Of the picture where the container says it, else of everything; unknown is too much. */
  private static long bitRate(ProbedFile file, VideoStream stream, long totalBytes) {
    if (stream.bitRate() > 0) {
      return stream.bitRate();
    }
    Duration duration = file.duration();
    return duration == null || duration.toMillis() == 0 ? Long.MAX_VALUE : totalBytes * 8_000 / duration.toMillis();
  }

  /** What becomes of the sound of a video. */
  static Sound sound(Content.Video video) {
    return video.file().audio().map(audio -> canCopy(audio) ? Sound.COPY : Sound.ENCODE).orElse(Sound.NONE);
  }

  private static boolean canCopy(AudioStream audio) {
    return audio.codec().equals("aac")
        && audio.profile().equals("LC")
        && audio.channels() <= MAX_CHANNELS
        && audio.sampleRate() <= MAX_SAMPLE_RATE
        && !isTrimmed(audio);
  }

  /** The same for sound. Encoders put a frame or three in front, and fill the last one, which edit lists leave out as well. */
  private static boolean isTrimmed(AudioStream audio) {
    Duration heard = audio.duration();
    double shown = heard == null ? audio.frames() : heard.toMillis() / 1000.0 * audio.sampleRate() / AAC_FRAME;
    return audio.frames() > shown + TOLERATED_AAC_FRAMES;
  }
}
