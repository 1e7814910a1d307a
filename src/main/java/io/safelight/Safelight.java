package io.safelight;

import io.safelight.auth.AccountService;
import io.safelight.auth.NewAccount;
import io.safelight.blob.DataFolder;
import io.safelight.blob.DataFolderException;
import io.safelight.config.SafelightConfig;
import io.safelight.config.ServerConfig;
import io.safelight.ffmpeg.FfmpegUnavailableException;
import io.safelight.http.BaseUri;
import io.safelight.http.HttpServer;
import io.safelight.media.IdGenerator;
import io.safelight.store.Database;
import io.safelight.store.SqlAccountRepository;
import io.safelight.store.StoreOpenException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A running server, built by {@link Assembly}; closing it hands back what is under way and loses nothing. */
public final class Safelight implements AutoCloseable {
  private final PartsInOrder parts;
  private final HttpServer http;
  private final ServerConfig server;

  private Safelight(PartsInOrder parts, HttpServer http, ServerConfig server) {
    this.parts = parts;
    this.http = http;
    this.server = server;
  }

  /**
   * Starts a server; when this returns, it answers.
   *
   * @throws StartException for what the operator can mend: a port or data folder in use, a folder of a newer version
   */
  public static Safelight start(SafelightConfig config) throws IOException, StartException {
    return start(config, new Foundation());
  }

  static Safelight start(SafelightConfig config, Foundation foundation) throws IOException, StartException {
    var parts = new PartsInOrder();
    try {
      return new Safelight(parts, new Assembly(config, foundation, parts).start(), config.server());
    } catch (DataFolderException | StoreOpenException | FfmpegUnavailableException e) {
      parts.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (IOException | RuntimeException e) {
      parts.close();
      Optional<StartException> refused = refusedAddress(e, config.server());
      if (refused.isPresent()) {
        throw refused.get();
      }
      throw e;
    }
  }

  /** A port that is taken, or an address that this machine does not have: Jetty wraps what the socket said. */
  private static Optional<StartException> refusedAddress(Exception problem, ServerConfig server) {
    String reason =
        switch (problem.getCause()) {
          case SocketException refusal -> String.valueOf(refusal.getMessage());
          case UnresolvedAddressException _ -> "unknown host";
          case null, default -> "";
        };
    return reason.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StartException(
                String.format(
                    Locale.ROOT,
                    "The server cannot listen on %s:%d (%s); choose another port with --port, or address with --host.",
                    server.host(), server.port(), reason),
                problem));
  }

  /**
   * Makes a user of a data folder, before its server's first start or beside the running server.
   *
   * @throws StartException when the folder cannot be used
   */
  public static NewAccount createUser(Path dataFolder, String screenName) throws IOException, StartException {
    var foundation = new Foundation();
    try {
      DataFolder data = DataFolder.open(dataFolder);
      try (Database database = foundation.database(data.database())) {
        var ids = new IdGenerator(foundation.clock(), 0);
        return new AccountService(new SqlAccountRepository(database), ids, foundation.clock()).create(screenName);
      }
    } catch (DataFolderException | StoreOpenException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The port that the server listens on. */
  public int port() {
    return http.port();
  }

  /** Where the server is reached from this machine. */
  public URI uri() {
    return URI.create(localAddress(server, port()).toString());
  }

  static BaseUri localAddress(ServerConfig server, int port) {
    String host = server.host();
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String address = everywhere ? "127.0.0.1" : host;
    return new BaseUri("http", address.contains(":") ? "[" + address + "]" : address, port);
  }

  /**
   * Stops taking requests, lets those under way end, gives running jobs back, and closes the store. Takes no longer than {@code
   * http.shutdown-grace} and what the workers need to stop. Does nothing the second time.
   */
  @Override
  public void close() {
    parts.close();
  }
}
