package io.safelight.ffmpeg;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * A server that runs programs while it is short of descriptors. Of each run it writes a line: what it was, how it ended, and what is
 * left of it in children, files beside its folder, and descriptors.
 */
final class Shortage {
  private static final int SIGTERM = 15;

  private final Path folder;
  private final Deque<InputStream> taken = new ArrayDeque<>();

  private Shortage(Path folder) {
    this.folder = folder;
  }

  /** Arguments: the folder of the runs, and how many descriptors they may find, at most. */
  public static void main(String[] arguments) throws Exception {
    var shortage = new Shortage(Path.of(arguments[0]));
    shortage.loadClasses();
    for (int left = 0; left <= Integer.parseInt(arguments[1]); left++) {
      int found = left;
      shortage.tell(left + " left", () -> shortage.runWith(found));
    }
    shortage.tell("lost all", () -> shortage.runThatFinds(0));
  }

  /** To load one needs a descriptor here, but not in a server, whose classes are in files that stay open. */
  private void loadClasses() throws Exception {
    runWith(1000);
    runThatFinds(1000);
    start("/no/such/program", "", new BoundedOutput()).await();
    LoggerFactory.getLogger(Shortage.class).warn("{} is a warning with a cause", "This", new IOException("none"));
    try {
      takeAllBut(0);
      ProcessStat.all();
    } catch (IOException e) {
      release();
      System.out.println("all processes: " + e.getClass().getSimpleName());
    }
  }

  private ProcessEnd runWith(int left) throws Exception {
    takeAllBut(left);
    return start("/bin/sh", "exit 0", new BoundedOutput()).await();
  }

  /** A run that began while there were enough. */
  private ProcessEnd runThatFinds(int left) throws Exception {
    BoundedOutput output = new BoundedOutput();
    SupervisedProcess run = start("/bin/sh", "echo $$; exec sleep 60", output);
    while (output.bytes().length == 0) {
      Thread.sleep(5);
    }
    takeAllBut(left);
    LibC.kill(Integer.parseInt(new String(output.bytes(), StandardCharsets.US_ASCII).strip()), SIGTERM);
    return run.await();
  }

  private SupervisedProcess start(String program, String script, BoundedOutput output) {
    return start(folder, program, script, output);
  }

  static SupervisedProcess start(Path folder, String program, String script, BoundedOutput output) {
    return SupervisedProcess.start(
        new SpawnRequest(
            Path.of(program), List.of("-c", script), Map.of(), folder, SpawnRequest.NO_INPUT, Confinement.NONE),
        Duration.ofMinutes(1),
        output);
  }

  private void tell(String name, Callable<ProcessEnd> run) throws Exception {
    long before = openDescriptors();
    String end;
    try {
      end = run.call().getClass().getSimpleName();
    } catch (RuntimeException e) {
      end = e.toString();
    }
    release();
    int self = (int) ProcessHandle.current().pid();
    long children = ProcessStat.all().stream().filter(process -> process.parent() == self).count();
    System.out.println(
        name + ": " + end + ", " + children + " children, " + (entries(folder.resolve("..")) - 1) + " files, "
            + (openDescriptors() - before) + " descriptors");
  }

  private void takeAllBut(int left) throws IOException {
    try {
      while (true) {
        taken.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException noMore) {
      for (int i = 0; i < left && !taken.isEmpty(); i++) {
        taken.pop().close();
      }
    }
  }

  private void release() throws IOException {
    while (!taken.isEmpty()) {
      taken.pop().close();
    }
  }

  private static long openDescriptors() throws IOException {
    return entries(Path.of("/proc/self/fd"));
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }
}
