package io.safelight;

import io.safelight.config.ConfigException;
import io.safelight.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whole servers for tests: on a free port, without rate limits, and with an ffmpeg that is unpacked once for all tests. */
public final class TestSafelight {
  private TestSafelight() {}

  public static Safelight start(Path data) throws IOException, StartException {
    return start(data, Map.of());
  }

  /**
   * Starts a server in this process.
   *
   * @param settings further settings by their full names
   */
  public static Safelight start(Path data, Map<String, String> settings) throws IOException, StartException {
    return start(data, settings, new Foundation());
  }

  static Safelight start(Path data, Map<String, String> settings, Foundation foundation)
      throws IOException, StartException {
    Map<String, String> all = new HashMap<>();
    all.put("server.port", "0");
    all.put("server.data", data.toString());
    all.put("rate-limit.preset", "off");
    all.put("processing.ffmpeg-cache", Path.of("target", "ffmpeg").toAbsolutePath().toString());
    all.putAll(settings);
    try {
      return Safelight.start(ConfigLoader.load(Optional.empty(), all, Map.of()), foundation);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
