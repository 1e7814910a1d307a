package io.safelight.bench;

import io.safelight.config.SandboxConfig.Level;
import io.safelight.ffmpeg.BundledMediaTools;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.ProbeOutcome;
import io.safelight.ffmpeg.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a run of ffmpeg takes longer for being confined: ffprobe of a small file, by level, in turns. */
final class SandboxBench {
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 100;
  private static final long MAX_PIXELS = 1_000_000;

  void run(Path folder, PrintWriter out) throws IOException, InterruptedException {
    BenchFfmpeg ffmpeg = BenchFfmpeg.in(folder);
    Path jobs = Files.createDirectories(folder.resolve("sandbox"));
    Path clip = jobs.resolve("small.mp4");
    ffmpeg.run(
        jobs, List.of("-f", "lavfi", "-i", "testsrc2=s=320x180:r=15:d=1", "-pix_fmt", "yuv420p", clip.toString()));
    Sandbox sandbox = Sandbox.detect(ffmpeg.sandbox(), ffmpeg.installation(), folder, jobs);
    List<Sandbox> levels = new ArrayList<>();
    for (Level level : Level.values()) {
      if (sandbox.atMost(level).level() == level) {
        levels.add(sandbox.atMost(level));
      }
    }
    double[][] millis = new double[levels.size()][ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int i = 0; i < levels.size(); i++) {
        double took = probe(new BundledMediaTools(ffmpeg.installation(), levels.get(i), MAX_PIXELS), clip, jobs);
        millis[i][Math.max(0, round)] = took;
      }
    }
    var table = new Table("ffprobe of a small file", "ms, median of " + ROUNDS, "more than none");
    double none = Measured.median(millis[0]);
    for (int i = 0; i < levels.size(); i++) {
      double median = Measured.median(millis[i]);
      table.row(levels.get(i).describe(), Measured.number(median, 1), Measured.number(median - none, 1));
    }
    table.print(out);
  }

  private static double probe(MediaTools tools, Path clip, Path jobs) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(jobs, "job-");
    long start = System.nanoTime();
    ProbeOutcome outcome = tools.probe(clip, folder, Duration.ofMinutes(1));
    double millis = (System.nanoTime() - start) / 1e6;
    Files.delete(folder);
    if (!(outcome instanceof ProbeOutcome.Probed)) {
      throw new IllegalStateException("ffprobe answered " + outcome);
    }
    return millis;
  }
}
