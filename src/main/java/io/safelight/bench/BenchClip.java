package io.safelight.bench;

import io.safelight.ffmpeg.FfmpegInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A clip that keeps a transcode busy: 60 s of 1080p30 with sound, of which little can be skipped. */
final class BenchClip {
  private BenchClip() {}

  /** Makes the clip in this folder unless it is there. */
  static Path make(Path folder) throws IOException, InterruptedException {
    Path clip = folder.resolve("clip-60s-1080p30.mp4");
    if (Files.exists(clip)) {
      return clip;
    }
    FfmpegInstallation ffmpeg = FfmpegInstallation.bundled(folder.resolve("ffmpeg"));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                ffmpeg.ffmpeg().toString(), "-v", "error", "-y",
                "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=60,noise=alls=6",
                "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:d=60",
                "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "8M", "-pix_fmt", "yuv420p",
                "-c:a", "aac", "-movflags", "+faststart", clip.toString()));
    builder.environment().putAll(ffmpeg.environment());
    Process process = builder.redirectErrorStream(true).redirectOutput(folder.resolve("clip.log").toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException("the clip could not be made; see " + folder.resolve("clip.log"));
    }
    return clip;
  }
}
