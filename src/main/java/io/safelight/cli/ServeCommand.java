package io.safelight.cli;

import io.safelight.StartException;
import io.safelight.config.ConfigException;
import io.safelight.config.SafelightConfig;
import io.safelight.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the server until it is told to stop. */
@Command(name = "serve", description = "Run the server until Ctrl-C or SIGTERM.")
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 takes any free one (default: 8080).")
  private @Nullable String port;

  @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on (default: 127.0.0.1).")
  private @Nullable String host;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailure, ConfigException, IOException, StartException, InterruptedException {
    Map<String, String> flags = new HashMap<>();
    if (port != null) {
      flags.put("server.port", port);
    }
    if (host != null) {
      flags.put("server.host", host);
    }
    SafelightConfig config = options.config(flags);
    requireFreePort(config.server());
    RunningServer server =
        RunningServer.start(config, () -> terminal.remark("Safelight is stopping"), () -> {});
    if (!InetAddress.getByName(config.server().host()).isLoopbackAddress()) {
      terminal.remark(
          "Warning: others can reach %s: it speaks plain HTTP; see SECURITY.md."
              .formatted(config.server().host()));
    }
    Path data = config.server().data().toAbsolutePath().normalize();
    terminal.println("Safelight is ready at " + server.uri() + " with its data in " + data);
    server.awaitEnd();
    return 0;
  }

  /** A first start that cannot listen should leave no data folder behind. */
  private static void requireFreePort(ServerConfig server) throws CommandFailure {
    if (server.port() != 0 && Files.notExists(server.data()) && !PortCheck.isFree(server.host(), server.port())) {
      throw CommandFailure.failed(
          "The server cannot listen on %s:%d; choose another port with --port, or address with --host."
              .formatted(server.host(), server.port()));
    }
  }
}
