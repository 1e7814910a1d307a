package io.safelight.bench;

import io.safelight.client.SegmentOrder;
import io.safelight.ffmpeg.H264Encoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** 60 s of 1080p30 at 8 Mbit/s with sound, in the forms in which people send them. */
final class ReadyClips {
  private final BenchFfmpeg ffmpeg;
  private final Path folder;

  ReadyClips(BenchFfmpeg ffmpeg, Path folder) {
    this.ffmpeg = ffmpeg;
    this.folder = folder;
  }

  /**
   * A file and how it is sent.
   *
   * @param tailFirst whether the index behind the media is sent ahead of them
   */
  record Clip(String title, Path file, boolean tailFirst) {
    IntStream order() throws IOException {
      if (tailFirst) {
        try (FileChannel channel = FileChannel.open(file)) {
          return SegmentOrder.of(channel, Uplink.SEGMENT_BYTES);
        }
      }
      return IntStream.range(0, (int) Math.ceilDiv(Files.size(file), (long) Uplink.SEGMENT_BYTES));
    }
  }

  /** What is only repackaged. */
  Clip repackaged() throws IOException, InterruptedException {
    return clip("H.264, MP4, repackaged only", BenchClip.toRepackage(ffmpeg, folder));
  }

  /** What has to be encoded; takes minutes to make. */
  List<Clip> encoded() throws IOException, InterruptedException {
    Path playable = BenchClip.toRepackage(ffmpeg, folder);
    Path usual = usual();
    List<Clip> clips = new ArrayList<>();
    clips.add(clip("H.264 4:2:2, MP4, index in front", usual));
    Path behind = copied(usual, "behind.mp4");
    clips.add(new Clip("the same, index behind, sent first", behind, true));
    clips.add(clip("the same, index behind, sent last", behind));
    clips.add(clip("the same, Matroska", copied(usual, "same.mkv")));
    clips.add(clip("the same, MPEG-TS", copied(usual, "same.ts")));
    clips.add(
        clip(
            "VP8 and Vorbis, WebM",
            converted(
                playable, "vp8.webm",
                List.of(
                    "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "12", "-threads", "2", "-b:v", "8M", "-c:a",
                    "libvorbis"))));
    clips.add(
        clip(
            "HEVC, MP4, index in front",
            converted(
                playable, "hevc.mp4",
                List.of(
                    "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-b:v", "8M", "-c:a", "copy",
                    "-movflags", "+faststart"))));
    return clips;
  }

  /** The one that most of the others are made of: H.264 as players do not play it. */
  private Path usual() throws IOException, InterruptedException {
    H264Encoder encoder = ffmpeg.installation().h264Encoder();
    List<String> picture =
        encoder == H264Encoder.X264
            ? List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv422p", "-b:v", "8M")
            : List.of("-c:v", "mpeg4", "-b:v", "8M");
    List<String> options = new ArrayList<>(picture);
    options.addAll(List.of("-c:a", "copy", "-movflags", "+faststart"));
    return converted(BenchClip.toRepackage(ffmpeg, folder), "422.mp4", options);
  }

  private Path copied(Path source, String name) throws IOException, InterruptedException {
    return converted(source, name, List.of("-c", "copy"));
  }

  private Path converted(Path source, String name, List<String> options) throws IOException, InterruptedException {
    Path made = folder.resolve(name);
    if (Files.notExists(made)) {
      List<String> all = new ArrayList<>(List.of("-i", source.toString()));
      all.addAll(options);
      all.add(made.toString());
      ffmpeg.run(folder, all);
    }
    return made;
  }

  private static Clip clip(String title, Path file) {
    return new Clip(title, file, false);
  }
}
