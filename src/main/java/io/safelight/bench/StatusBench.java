package io.safelight.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** STATUS of finished media over keep-alive connections, every signature verified: {@link StatusCost}, then {@link StatusLatency}. */
final class StatusBench {
  private static final int MEDIA = 64;

  void run(Path folder, PrintWriter out) throws IOException, InterruptedException {
    Path serverFolder = Files.createDirectories(folder.resolve("status"));
    Optional<NginxPeer> nginx = NginxPeer.start(Files.createDirectories(folder.resolve("nginx-status")));
    try (ServerProcess safelight = ServerProcess.start(serverFolder, List.of(), BenchOptions.UNLIMITED)) {
      BenchUser user = safelight.createUser("bench");
      var requests = new StatusRequests(user, new BenchMedia(safelight.port(), user).images(MEDIA));
      requests.requireVerification(safelight.port());
      try (ServerProcess jetty = ServerProcess.startBareJetty(folder.resolve("jetty"))) {
        new StatusCost(safelight, jetty, nginx, requests).run(out);
      }
      new StatusLatency(safelight, nginx, requests).run(folder, out);
    } finally {
      if (nginx.isPresent()) {
        nginx.get().close();
      }
    }
  }
}
