package io.safelight.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Images: how long one large photo takes from the first byte of a simple upload to its answer, and how many small ones go through.
 * Beside the server the same ffmpeg without it, libvips where it is installed, and the JDK's ImageIO, in turns. The server alone
 * makes everything durable, checks it and has it in its database.
 */
final class ImageBench {
  private static final int ROUNDS = 5;
  private static final int LATENCY_RUNS = 5;
  private static final Duration RATE_ROUND = Duration.ofSeconds(4);
  /** The JIT compiler takes hundreds of images until it is done with the server. */
  private static final int WARM_UP_ROUNDS = 3;

  private final int threads = 2 * Runtime.getRuntime().availableProcessors();

  private record Cost(double median, double slowest, double cpuMillis, double rate) {}

  void run(Path parent, PrintWriter out) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(parent.resolve("images"));
    BenchFfmpeg ffmpeg = BenchFfmpeg.in(folder);
    BenchPicture photo = BenchPicture.make(ffmpeg, folder, 4032, 3024, 12, 4);
    BenchPicture small = BenchPicture.make(ffmpeg, folder, 1280, 960, 6, 6);
    Path serverFolder = Files.createDirectories(folder.resolve("server"));
    try (ServerProcess server = ServerProcess.start(serverFolder, List.of(), BenchOptions.UNLIMITED)) {
      List<ImageMaking> contenders = new ArrayList<>();
      contenders.add(new SafelightImages(server, server.createUser("bench")));
      contenders.add(CommandImages.ffmpeg(ffmpeg, folder));
      CommandImages.vips(folder).ifPresent(contenders::add);
      contenders.add(new ImageIoImages());
      List<Cost> rates = measure(contenders, making -> rate(making, small), WARM_UP_ROUNDS);
      List<Cost> latencies = measure(contenders, making -> latency(making, photo), 1);
      printLatency(photo, contenders, latencies, out);
      printRate(small, contenders, rates, out);
    }
  }

  /** Measures one contender for one round. */
  @FunctionalInterface
  private interface Round {
    Cost run(ImageMaking making) throws IOException, InterruptedException;
  }

  /** By contender, the medians of the rounds after those in which everything gets warm. */
  private static List<Cost> measure(List<ImageMaking> contenders, Round round, int warmUpRounds)
      throws IOException, InterruptedException {
    List<List<Cost>> samples = new ArrayList<>();
    contenders.forEach(_ -> samples.add(new ArrayList<>()));
    for (int i = -warmUpRounds; i < ROUNDS; i++) {
      for (int c = 0; c < contenders.size(); c++) {
        Cost cost = round.run(contenders.get(c));
        if (i >= 0) {
          samples.get(c).add(cost);
        }
      }
    }
    return samples.stream().map(ImageBench::median).toList();
  }

  private static Cost latency(ImageMaking making, BenchPicture picture) throws IOException, InterruptedException {
    double[] millis = new double[LATENCY_RUNS];
    Duration cpu = making.cpu();
    try (ImageMaking.Worker worker = making.worker(0)) {
      for (int i = 0; i < LATENCY_RUNS; i++) {
        long begin = System.nanoTime();
        worker.make(picture);
        millis[i] = (System.nanoTime() - begin) / 1e6;
      }
    }
    double cpuMillis = making.cpu().minus(cpu).toNanos() / 1e6 / LATENCY_RUNS;
    return new Cost(Measured.median(millis), Arrays.stream(millis).max().orElse(0), cpuMillis, 0);
  }

  private Cost rate(ImageMaking making, BenchPicture picture) throws IOException, InterruptedException {
    var made = new AtomicInteger();
    Duration cpu = making.cpu();
    Duration took =
        Parallel.run(
            threads,
            thread -> {
              long end = System.nanoTime() + RATE_ROUND.toNanos();
              try (ImageMaking.Worker worker = making.worker(thread)) {
                while (System.nanoTime() < end) {
                  worker.make(picture);
                  made.incrementAndGet();
                }
              }
            });
    double cpuMillis = making.cpu().minus(cpu).toNanos() / 1e6 / made.get();
    return new Cost(0, 0, cpuMillis, made.get() / (took.toNanos() / 1e9));
  }

  private static Cost median(List<Cost> rounds) {
    return new Cost(
        Measured.median(rounds.stream().mapToDouble(Cost::median).toArray()),
        rounds.stream().mapToDouble(Cost::slowest).max().orElse(0),
        Measured.median(rounds.stream().mapToDouble(Cost::cpuMillis).toArray()),
        Measured.median(rounds.stream().mapToDouble(Cost::rate).toArray()));
  }

  private static void printLatency(
      BenchPicture picture, List<ImageMaking> contenders, List<Cost> costs, PrintWriter out) {
    var table = new Table("one photo, " + picture.describe(), "median ms", "slowest ms", "CPU ms");
    for (int c = 0; c < contenders.size(); c++) {
      table.row(
          contenders.get(c).title(),
          Measured.number(costs.get(c).median(), 0),
          Measured.number(costs.get(c).slowest(), 0),
          Measured.number(costs.get(c).cpuMillis(), 0));
    }
    table.print(out);
  }

  private void printRate(BenchPicture picture, List<ImageMaking> contenders, List<Cost> costs, PrintWriter out) {
    var table = new Table(threads + " at once, " + picture.describe(), "images/s", "CPU ms each");
    for (int c = 0; c < contenders.size(); c++) {
      table.row(
          contenders.get(c).title(),
          Measured.number(costs.get(c).rate(), 0),
          Measured.number(costs.get(c).cpuMillis(), 1));
    }
    table.print(out);
  }
}
