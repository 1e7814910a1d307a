package io.safelight.processing;

import io.safelight.ffmpeg.JobFile;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.processing.FragmentedMp4.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes fragments of an MP4 by copying its packets, which takes a tenth of a second. Thread-safe. */
final class HlsCopier {
  private static final String SOUND = "hls-sound.mp4";
  private static final String INDEXED = "f=mp4:movflags=+dash+global_sidx%s+delay_moov:use_editlist=1%s:fflags=+bitexact";
  private static final String PICTURES = String.format(Locale.ROOT, INDEXED, "+frag_keyframe", "");
  private static final String SOUNDS =
      String.format(Locale.ROOT, INDEXED, "", ":frag_duration=" + HlsRendition.SEGMENT_SECONDS * 1_000_000);

  private final FfmpegSteps ffmpeg;

  HlsCopier(FfmpegSteps ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /** What an MP4 is made of. */
  record Copy(HlsRendition picture, Optional<HlsRendition> sound) {}

  /**
   * Copies picture and sound into a file each.
   *
   * @param mp4 of our own making: H.264, and AAC if there is sound
   * @param size of its picture
   */
  Copy copy(Attempt attempt, Path mp4, FrameSize size, boolean sound)
      throws AttemptException, InterruptedException, IOException {
    String picture = LadderEncoder.fragments(size);
    List<String> options = new ArrayList<>(List.of("-map", "0:V:0", "-c", "copy"));
    List<String> files = new ArrayList<>(List.of(LadderEncoder.slave("v", PICTURES, picture)));
    if (sound) {
      options.addAll(List.of("-map", "0:a:0"));
      files.add(LadderEncoder.slave("a", SOUNDS, SOUND));
    }
    options.addAll(VideoSettings.anonymous());
    options.addAll(List.of("-f", "tee", String.join("|", files)));
    RunOutcome.Ended end = ffmpeg.run(attempt, mp4, List.of(), options, FfmpegSteps.NO_PROGRESS);
    LadderEncoder.requireAll(end, "the first MP4 could not be cut into fragments: ");
    return new Copy(
        readPicture(attempt, picture), sound ? Optional.of(read(attempt, SOUND, Track.SOUND)) : Optional.empty());
  }

  /** Reads the index of a made file with a picture. */
  static HlsRendition readPicture(Attempt attempt, String file) throws AttemptException, IOException {
    return read(attempt, file, Track.PICTURE);
  }

  private static HlsRendition read(Attempt attempt, String file, Track track) throws AttemptException, IOException {
    Path path = attempt.folder().resolve(file);
    if (!Files.exists(path)) {
      // The tee muxer goes on with the others when one of them cannot be written.
      throw AttemptException.fault(file + " was not made");
    }
    try (FileChannel channel = JobFile.open(attempt.folder(), path)) {
      return HlsRendition.of(file, FragmentedMp4.read(channel, track));
    }
  }
}
