package io.safelight.cli;

import io.safelight.config.ConfigException;
import io.safelight.config.ConfigLoader;
import io.safelight.config.SafelightConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that work with the server's configuration. */
final class ServerOptions {
  @Option(names = "--data", paramLabel = "DIR", description = "Folder of the server's data (default: ./data).")
  private @Nullable String data;

  @Option(names = "--config", paramLabel = "FILE", description = "A configuration in YAML; see docs/config.md.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, such as upload.max-open=200; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /** The whole configuration: defaults, file, environment, flags. */
  SafelightConfig config(Map<String, String> moreFlags) throws ConfigException {
    var flags = new LinkedHashMap<>(settings);
    if (data != null) {
      flags.put("server.data", data);
    }
    flags.putAll(moreFlags);
    return ConfigLoader.load(Optional.ofNullable(file), flags, System.getenv());
  }

  /** The whole configuration. */
  SafelightConfig config() throws ConfigException {
    return config(Map.of());
  }
}
