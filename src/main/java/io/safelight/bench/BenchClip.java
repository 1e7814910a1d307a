package io.safelight.bench;

import io.safelight.ffmpeg.H264Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Videos that keep a server busy: 60 s of 1080p30 with sound, of which little can be skipped, and a GIF. Made with the ffmpeg that a
 * server uses which is started here.
 */
final class BenchClip {
  private static final List<String> FULL_HD =
      List.of(
          "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=60,noise=alls=6",
          "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:d=60");

  private static final List<String> SOUND_AND_INDEX = List.of("-c:a", "aac", "-movflags", "+faststart");

  private BenchClip() {}

  /** In a codec that players do not play. Made in this folder unless it is there. */
  static Path toEncode(BenchFfmpeg ffmpeg, Path folder) throws IOException, InterruptedException {
    return make(ffmpeg, folder, "clip-60s-1080p30-mpeg4.mp4", FULL_HD, List.of("-c:v", "mpeg4", "-b:v", "8M"));
  }

  /** The same, as long again: for what is to be watched while it is encoded. Made in this folder unless it is there. */
  static Path toEncodeLong(BenchFfmpeg ffmpeg, Path folder) throws IOException, InterruptedException {
    Path once = toEncode(ffmpeg, folder);
    Path twice = folder.resolve("clip-120s-1080p30-mpeg4.mp4");
    if (!Files.exists(twice)) {
      ffmpeg.run(folder, List.of("-stream_loop", "1", "-i", once.toString(), "-c", "copy", twice.toString()));
    }
    return twice;
  }

  /** As players play it already. */
  static Path toRepackage(BenchFfmpeg ffmpeg, Path folder) throws IOException, InterruptedException {
    H264Encoder encoder = ffmpeg.installation().h264Encoder();
    List<String> picture =
        new ArrayList<>(List.of("-c:v", encoder.ffmpegName(), "-b:v", "8M", "-pix_fmt", "yuv420p"));
    if (encoder == H264Encoder.X264) {
      picture.addAll(List.of("-preset", "ultrafast"));
    }
    return make(ffmpeg, folder, "clip-60s-1080p30-h264.mp4", FULL_HD, picture);
  }

  /** 300 frames of 640x360. */
  static Path gif(BenchFfmpeg ffmpeg, Path folder) throws IOException, InterruptedException {
    Path gif = folder.resolve("300-frames.gif");
    ffmpeg.run(folder, List.of("-f", "lavfi", "-i", "testsrc2=s=640x360:r=15:d=20", gif.toString()));
    return gif;
  }

  private static Path make(BenchFfmpeg ffmpeg, Path folder, String name, List<String> input, List<String> picture)
      throws IOException, InterruptedException {
    Path clip = folder.resolve(name);
    if (Files.exists(clip)) {
      return clip;
    }
    List<String> options = new ArrayList<>(input);
    options.addAll(picture);
    options.addAll(SOUND_AND_INDEX);
    options.add(clip.toString());
    ffmpeg.run(folder, options);
    return clip;
  }
}
