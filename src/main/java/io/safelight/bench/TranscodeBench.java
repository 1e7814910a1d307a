package io.safelight.bench;

import io.safelight.client.MediaStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Videos and GIFs from FINALIZE to {@code succeeded}, in a sandbox as strong as this machine can make it. Beside the one that has to
 * be encoded, bare ffmpeg with the arguments and the priority that the server gave it, in turns. Then what the further sizes cost,
 * made by one process and by one each.
 */
final class TranscodeBench {
  private static final int ROUNDS = 3;
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration QUIET = Duration.ofSeconds(2);

  /** Further sizes of a video of 1080p, as they are made where nothing else is configured. */
  private static final List<String> RUNGS = List.of("1080p:10368k", "480p:950k", "320p:632k");

  private record Cost(double seconds, double cpu) {}

  void run(Path parent, PrintWriter out) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(parent.resolve("transcode"));
    BenchFfmpeg ffmpeg = BenchFfmpeg.in(folder);
    Path encoded = BenchClip.toEncode(ffmpeg, folder);
    first(folder, ffmpeg, encoded, out);
    further(folder, encoded, out);
  }

  private static void first(Path folder, BenchFfmpeg ffmpeg, Path encoded, PrintWriter out)
      throws IOException, InterruptedException {
    Path copied = BenchClip.toRepackage(ffmpeg, folder);
    Path gif = BenchClip.gif(ffmpeg, folder);
    var encodes = new ArrayList<Cost>();
    var bare = new ArrayList<Cost>();
    var copies = new ArrayList<Cost>();
    var gifs = new ArrayList<Cost>();
    // What is as large as the ladder is repackaged; and nothing but the first size is made where no other is on it.
    try (ServerProcess without = start(folder.resolve("without"), "none");
        ServerProcess with = start(folder.resolve("with"), RUNGS.getFirst())) {
      var media = new BenchMedia(without.port(), without.createUser("bench"));
      var others = new BenchMedia(with.port(), with.createUser("bench"));
      List<String> arguments;
      try (var spy = new SpiedFfmpeg(without)) {
        process(without, media, encoded, "tweet_video");
        arguments = spy.longest();
      }
      for (int round = 0; round < ROUNDS; round++) {
        encodes.add(process(without, media, encoded, "tweet_video"));
        bare.add(bare(ffmpeg, folder, arguments, encoded));
        copies.add(process(with, others, copied, "tweet_video"));
        gifs.add(process(with, others, gif, "tweet_gif"));
      }
    }
    Cost alone = median(bare);
    var table = new Table("FINALIZE to succeeded", "s", "of bare", "CPU-s", "of bare");
    row(table, "60 s of 1080p30, MPEG-4 part 2, to 720p", median(encodes), alone);
    row(table, "bare ffmpeg, same arguments, same nice", alone, alone);
    row(table, "60 s of 1080p30, H.264, repackaged", median(copies));
    row(table, "GIF, 300 frames of 640x360", median(gifs));
    table.print(out);
  }

  private static void further(Path folder, Path clip, PrintWriter out) throws IOException, InterruptedException {
    Cost none = untilIdle(folder, clip, "none");
    Cost together = minus(untilIdle(folder, clip, String.join(", ", RUNGS)), none);
    var each = new ArrayList<Cost>();
    for (String rung : RUNGS) {
      each.add(minus(untilIdle(folder, clip, rung), none));
    }
    Cost apart =
        new Cost(each.stream().mapToDouble(Cost::seconds).sum(), each.stream().mapToDouble(Cost::cpu).sum());
    var table = new Table("1080p, 480p and 320p of the same video", "s", "of apart", "CPU-s", "of apart");
    row(table, "one process", together, apart);
    row(table, "one process each", apart, apart);
    table.print(out);
  }

  /** A server that makes these further sizes, and no storyboard, which one without them would make in a run of its own. */
  private static ServerProcess start(Path folder, String ladder) throws IOException {
    List<String> options = new ArrayList<>(BenchOptions.UNLIMITED);
    options.addAll(List.of("--set", "processing.ladder=" + ladder, "--set", "processing.storyboard=false"));
    return ServerProcess.start(Files.createDirectories(folder), List.of(), options);
  }

  /** From FINALIZE to the end of the job that makes a media usable. */
  private static Cost process(ServerProcess server, BenchMedia media, Path file, String category)
      throws IOException, InterruptedException {
    awaitIdle(server);
    String id = media.upload(file, category);
    Duration cpu = server.usage().cpuWithChildren();
    long begin = System.nanoTime();
    MediaStatus.State state = media.process(id);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpuSeconds = server.usage().cpuWithChildren().minus(cpu).toNanos() / 1e9;
    if (state != MediaStatus.State.SUCCEEDED) {
      throw new IllegalStateException(file.getFileName() + " became " + state);
    }
    return new Cost(seconds, cpuSeconds);
  }

  /** From FINALIZE until nothing is left to be made. */
  private static Cost untilIdle(Path folder, Path file, String ladder) throws IOException, InterruptedException {
    try (ServerProcess server = start(folder.resolve("ladder-" + ladder.replaceAll("\\W+", "-")), ladder)) {
      var media = new BenchMedia(server.port(), server.createUser("bench"));
      Duration cpu = server.usage().cpuWithChildren();
      long begin = System.nanoTime();
      process(server, media, file, "tweet_video");
      long idle = awaitIdle(server);
      return new Cost((idle - begin) / 1e9, server.usage().cpuWithChildren().minus(cpu).toNanos() / 1e9);
    }
  }

  /** Waits until a server has run no process for a while, and returns when that began. */
  private static long awaitIdle(ServerProcess server) throws InterruptedException {
    long since = System.nanoTime();
    while (System.nanoTime() - since < QUIET.toNanos()) {
      Thread.sleep(POLL);
      if (SpiedFfmpeg.isBusy(server)) {
        since = System.nanoTime();
      }
    }
    return since;
  }

  private static Cost bare(BenchFfmpeg ffmpeg, Path folder, List<String> arguments, Path input)
      throws IOException, InterruptedException {
    var self = new ProcessUsage(List.of(ProcessHandle.current().pid()));
    double before = ofChildren(self);
    long begin = System.nanoTime();
    ffmpeg.repeat(folder, arguments, input);
    return new Cost((System.nanoTime() - begin) / 1e9, ofChildren(self) - before);
  }

  private static double ofChildren(ProcessUsage self) throws IOException {
    return self.cpuOfChildren().toNanos() / 1e9;
  }

  private static Cost minus(Cost cost, Cost other) {
    return new Cost(cost.seconds() - other.seconds(), cost.cpu() - other.cpu());
  }

  private static Cost median(List<Cost> rounds) {
    return new Cost(
        Measured.median(rounds.stream().mapToDouble(Cost::seconds).toArray()),
        Measured.median(rounds.stream().mapToDouble(Cost::cpu).toArray()));
  }

  private static void row(Table table, String title, Cost cost) {
    table.row(title, Measured.number(cost.seconds(), 2), "-", Measured.number(cost.cpu(), 2), "-");
  }

  private static void row(Table table, String title, Cost cost, Cost baseline) {
    table.row(
        title,
        Measured.number(cost.seconds(), 2),
        Measured.number(cost.seconds() / baseline.seconds(), 2),
        Measured.number(cost.cpu(), 2),
        Measured.number(cost.cpu() / baseline.cpu(), 2));
  }
}
