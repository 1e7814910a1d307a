package io.safelight.bench;

import io.safelight.config.ConfigException;
import io.safelight.config.ConfigLoader;
import io.safelight.config.SafelightConfig;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.H264Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    FfmpegInstallation ffmpeg = installation(folder);
    H264Encoder encoder = ffmpeg.h264Encoder();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(ffmpeg.ffmpeg().toString(), "-v", "error", "-y"));
    command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=60,noise=alls=6"));
    command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:d=60"));
    command.addAll(List.of("-c:v", encoder.ffmpegName(), "-b:v", "8M", "-pix_fmt", "yuv420p"));
    if (encoder == H264Encoder.X264) {
      command.addAll(List.of("-preset", "ultrafast"));
    }
    command.addAll(List.of("-c:a", "aac", "-movflags", "+faststart", clip.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(ffmpeg.environment());
    Process process = builder.redirectErrorStream(true).redirectOutput(folder.resolve("clip.log").toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException("the clip could not be made; see " + folder.resolve("clip.log"));
    }
    return clip;
  }

  private static FfmpegInstallation installation(Path folder) throws IOException {
    try {
      SafelightConfig config = ConfigLoader.load(Optional.empty(), Map.of(), System.getenv());
      Path cache = config.processing().ffmpegCache().orElse(folder.resolve("ffmpeg"));
      return FfmpegInstallation.configured(config.processing(), cache);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
