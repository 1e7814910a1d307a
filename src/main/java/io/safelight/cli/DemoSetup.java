package io.safelight.cli;

import io.safelight.config.ConfigException;
import io.safelight.config.ConfigLoader;
import io.safelight.config.SafelightConfig;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.file.FolderRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the demo works with: a folder that nobody else uses and that goes when the demo ends, a free port, and no rate
 * limits. It can neither disturb another server nor be disturbed by one.
 *
 * @param folder holds the data, the clip, and the notes of the upload
 */
record DemoSetup(Path folder, SafelightConfig config) {
  private static final String HOST = "127.0.0.1";
  private static final int USUAL_PORT = 8080;

  /** What the clip is: something that has to be transcoded, so that there is progress to see. */
  static final String CLIP = "10 seconds, 1920x1080, MPEG-4 part 2";

  static final String CLIP_TYPE = "video/mp4";

  /** Makes the folder and chooses the settings; those of the environment hold where the demo needs no others. */
  static DemoSetup prepare(Map<String, String> environment) throws IOException, ConfigException {
    Path folder = Files.createTempDirectory("safelight-demo-");
    var flags = new HashMap<String, String>();
    flags.put("server.host", HOST);
    flags.put("server.port", PortCheck.isFree(HOST, USUAL_PORT) ? Integer.toString(USUAL_PORT) : "0");
    flags.put("server.data", folder.resolve("data").toString());
    flags.put("rate-limit.preset", "off");
    flags.put("upload.reserve", "64 MiB");
    if (!environment.containsKey("SAFELIGHT_PROCESSING_FFMPEG_CACHE")) {
      cache(environment).ifPresent(cache -> flags.put("processing.ffmpeg-cache", cache.toString()));
    }
    return new DemoSetup(folder, ConfigLoader.load(Optional.empty(), flags, environment));
  }

  /** A folder where the unpacked ffmpeg outlives the demo; without one it is unpacked each time. */
  private static Optional<Path> cache(Map<String, String> environment) {
    Path cache = StateFolder.cache(environment).resolve("ffmpeg");
    try {
      return Optional.of(Files.createDirectories(cache)).filter(Files::isWritable);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Makes the clip. */
  Path makeClip() throws IOException, InterruptedException {
    Path clip = folder.resolve("clip.mp4");
    ClipGenerator.generate(FfmpegInstallation.configured(config.processing(), config.ffmpegCache()), clip, "1920x1080", 10, "mpeg4");
    return clip;
  }

  /** Removes the folder. */
  void remove() {
    try {
      FolderRemover.remove(folder);
    } catch (IOException e) {
      // What is left is in the system's folder for temporary files, and will go with it.
    }
  }
}
