package io.safelight.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CPU of a STATUS over 64 keep-alive connections, beside what answers the same signed requests with the same number of bytes and
 * does nothing else. First at one rate for all: what a request costs depends on how many are served in one go, and that on the
 * rate. Then as many as each takes. In turns, so that what others do on the machine falls on all alike.
 */
final class StatusCost {
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(4);
  /** The JIT compiler takes its time on a busy machine; what it does then is no cost of a request. */
  private static final int WARM_UP_ROUNDS = 4;
  private static final int PER_SECOND = 20_000;

  private final List<Contender> contenders = new ArrayList<>();

  private record Contender(String title, int port, ProcessUsage usage, Requests requests) {}

  /** Makes the requests of one round. */
  @FunctionalInterface
  private interface Requests {
    List<byte[]> make(int port);
  }

  @FunctionalInterface
  private interface Generator {
    Load run(int port, List<byte[]> requests) throws IOException;
  }

  StatusCost(ServerProcess safelight, ServerProcess jetty, Optional<NginxPeer> nginx, StatusRequests requests) {
    contenders.add(new Contender("Safelight, OAuth 1.0a", safelight.port(), safelight.usage(), requests::signed));
    contenders.add(new Contender("Safelight, bearer token", safelight.port(), safelight.usage(), requests::withBearer));
    contenders.add(new Contender("Jetty alone, fixed body", jetty.port(), jetty.usage(), requests::signed));
    nginx.ifPresent(
        peer -> contenders.add(new Contender("nginx, fixed body", peer.port(), peer.usage(), requests::signed)));
  }

  void run(PrintWriter out) throws IOException {
    Generator saturating = (port, requests) -> Load.saturating(port, CONNECTIONS, ROUND, requests);
    Generator steady = (port, requests) -> Load.steady(port, CONNECTIONS, PER_SECOND, ROUND, requests);
    measure(saturating, WARM_UP_ROUNDS);
    print(CONNECTIONS + " connections, " + PER_SECOND + " requests/s", measure(steady, ROUNDS), out);
    print(CONNECTIONS + " connections, as many as it takes", measure(saturating, ROUNDS), out);
  }

  /** By contender, the medians of so many rounds. */
  private List<Cost> measure(Generator generator, int rounds) throws IOException {
    var samples = new ArrayList<List<Cost>>();
    contenders.forEach(_ -> samples.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int c = 0; c < contenders.size(); c++) {
        Contender contender = contenders.get(c);
        List<byte[]> requests = contender.requests().make(contender.port());
        Duration before = contender.usage().cpu();
        Load load = generator.run(contender.port(), requests);
        double cpu = contender.usage().cpu().minus(before).toNanos() / 1e9;
        samples.get(c).add(new Cost(load.rate(), cpu / load.answers() * 100_000, load.generatorShare()));
      }
    }
    return samples.stream().map(Cost::median).toList();
  }

  private void print(String title, List<Cost> costs, PrintWriter out) {
    String baseline = contenders.getLast().title().replaceAll(",.*", "");
    var table = new Table("STATUS, " + title, "requests/s", "CPU-s per 100k", "of " + baseline, "generator busy %");
    for (int c = 0; c < contenders.size(); c++) {
      Cost cost = costs.get(c);
      table.row(
          contenders.get(c).title(),
          Measured.number(cost.rate(), 0),
          Measured.number(cost.cpu(), 2),
          Measured.number(cost.cpu() / costs.getLast().cpu(), 2),
          Measured.number(cost.generatorShare() * 100, 0));
    }
    table.print(out);
  }

  /**
   * @param rate answers per second
   * @param cpu seconds per 100,000 requests
   */
  private record Cost(double rate, double cpu, double generatorShare) {
    static Cost median(List<Cost> rounds) {
      return new Cost(
          Measured.median(rounds.stream().mapToDouble(Cost::rate).toArray()),
          Measured.median(rounds.stream().mapToDouble(Cost::cpu).toArray()),
          Measured.median(rounds.stream().mapToDouble(Cost::generatorShare).toArray()));
    }
  }
}
