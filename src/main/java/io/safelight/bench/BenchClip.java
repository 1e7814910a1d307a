package io.safelight.bench;

import io.safelight.ffmpeg.H264Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip that keeps a transcode busy: 60 s of 1080p30 with sound, of which little can be skipped. Made with the ffmpeg and the
 * encoder that a server uses which is started here.
 */
final class BenchClip {
  private BenchClip() {}

  /** Makes the clip in this folder unless it is there. */
  static Path make(Path folder) throws IOException, InterruptedException {
    Path clip = folder.resolve("clip-60s-1080p30.mp4");
    if (Files.exists(clip)) {
      return clip;
    }
    BenchFfmpeg ffmpeg = BenchFfmpeg.in(folder);
    H264Encoder encoder = ffmpeg.installation().h264Encoder();
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=60,noise=alls=6"));
    options.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:d=60"));
    options.addAll(List.of("-c:v", encoder.ffmpegName(), "-b:v", "8M", "-pix_fmt", "yuv420p"));
    if (encoder == H264Encoder.X264) {
      options.addAll(List.of("-preset", "ultrafast"));
    }
    options.addAll(List.of("-c:a", "aac", "-movflags", "+faststart", clip.toString()));
    ffmpeg.run(folder, options);
    return clip;
  }
}
