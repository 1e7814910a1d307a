package io.safelight.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Start: from the start of the process to the line that says it is ready, on a new data folder and on one that exists. */
final class StartBench {
  private static final int RUNS = 5;

  void run(Path folder, PrintWriter out) throws IOException {
    Path serverFolder = Files.createDirectories(folder.resolve("start"));
    double first = start(serverFolder);
    double[] later = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      later[i] = start(serverFolder);
    }
    var table = new Table("start to ready", "s");
    table.row("new data folder, ffmpeg unpacked", Measured.number(first, 2));
    table.row("existing data folder, median of " + RUNS, Measured.number(Measured.median(later), 2));
    table.row("existing data folder, slowest", Measured.number(Arrays.stream(later).max().orElse(0), 2));
    table.print(out);
  }

  private static double start(Path folder) throws IOException {
    try (ServerProcess safelight = ServerProcess.start(folder, List.of(), List.of())) {
      return safelight.startTime().toNanos() / 1e9;
    }
  }
}
