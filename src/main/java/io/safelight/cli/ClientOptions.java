package io.safelight.cli;

import io.safelight.client.SafelightClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Options of the commands that talk to a server. */
final class ClientOptions {
  private static final String TOKEN_VARIABLE = "SAFELIGHT_BEARER_TOKEN";

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:SAFELIGHT_SERVER:-http://127.0.0.1:8080}",
      description = "The server (default: http://127.0.0.1:8080, or SAFELIGHT_SERVER).")
  private String server = "";

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "What 'user create --out FILE' wrote (or set " + TOKEN_VARIABLE + ").")
  private @Nullable Path credentials;

  SafelightClient client(Terminal terminal) throws CommandFailure, IOException {
    return new SafelightClient(server(), token(), new RetryNotice(terminal));
  }

  private URI server() throws CommandFailure {
    try {
      // Without a scheme it is one word that could as well be a mistake, unless there is a port.
      URI uri = URI.create(server.matches("[^/:]+:\\d+/?") ? "http://" + server : server);
      if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // The sentence below covers this too.
    }
    throw CommandFailure.wrongArgument(
        "'" + server + "' is not the URL of a server; write for example --server http://127.0.0.1:8080.");
  }

  private String token() throws CommandFailure, IOException {
    if (credentials == null) {
      String token = System.getenv(TOKEN_VARIABLE);
      if (token == null || token.isBlank()) {
        throw CommandFailure.wrongArgument(
            "Credentials are missing; make a user with 'safelight user create NAME --out me.json' and add"
                + " --credentials me.json.");
      }
      return token.strip();
    }
    String token;
    try {
      token = new JsonMapper().readTree(Files.readString(credentials)).path("bearer_token").asString("");
    } catch (JacksonException e) {
      token = "";
    }
    if (token.isEmpty()) {
      throw CommandFailure.wrongArgument(
          credentials + " holds no bearer_token; it must be what 'safelight user create NAME --out FILE' wrote.");
    }
    return token;
  }
}
