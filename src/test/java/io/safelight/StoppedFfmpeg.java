package io.safelight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** An encoder run of a server, held by SIGSTOP until this is closed: a job that takes as long as a test likes. */
public final class StoppedFfmpeg implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What makes further variants gives way to everything else on the machine. */
  private static final Duration REST_PATIENCE = Duration.ofMinutes(3);

  private final ProcessHandle process;

  private StoppedFfmpeg(ProcessHandle process) {
    this.process = process;
  }

  /** Stops the first encoder run that a server in this process has, or will have soon. */
  public static StoppedFfmpeg first() throws IOException, InterruptedException {
    return firstOf(ProcessHandle.current());
  }

  /** Stops the first encoder run that a server has, or will have soon. */
  static StoppedFfmpeg firstOf(ProcessHandle server) throws IOException, InterruptedException {
    return firstOf(server, StoppedFfmpeg::isFfmpeg, PATIENCE);
  }

  /** Stops the first encoder run for further variants that a server has, or will have soon. */
  static StoppedFfmpeg firstOfRest(ProcessHandle server) throws IOException, InterruptedException {
    return firstOf(server, child -> isFfmpeg(child) && worksOn("-rest-", child), REST_PATIENCE);
  }

  /** Stops the first encoder run on an upload that is not finalized that a server has, or will have soon. */
  static StoppedFfmpeg firstOfEarly(ProcessHandle server) throws IOException, InterruptedException {
    return firstOf(server, child -> isFfmpeg(child) && worksOn("-early-", child), PATIENCE);
  }

  private static StoppedFfmpeg firstOf(ProcessHandle server, Predicate<ProcessHandle> which, Duration patience)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      Optional<ProcessHandle> found = server.children().filter(which).findFirst();
      // One that is about to end takes the signal and ends all the same.
      if (found.isPresent() && signal(found.get(), "STOP") && isStopped(found.get())) {
        return new StoppedFfmpeg(found.get());
      }
      Thread.sleep(10);
    }
    throw new AssertionError("no ffmpeg was started");
  }

  /** The long run of a job, not the one that takes its poster. */
  private static boolean isFfmpeg(ProcessHandle child) {
    return child.info().command().filter(command -> command.endsWith("/ffmpeg")).isPresent()
        && child.info().arguments().filter(arguments -> List.of(arguments).contains("libx264")).isPresent();
  }

  /** By the name of the folder that it works in. */
  private static boolean worksOn(String kind, ProcessHandle child) {
    try {
      Path folder = Files.readSymbolicLink(Path.of("/proc", Long.toString(child.pid()), "cwd"));
      return folder.getFileName().toString().contains(kind);
    } catch (IOException ended) {
      return false;
    }
  }

  private static boolean isStopped(ProcessHandle child) throws InterruptedException {
    Path stat = Path.of("/proc", Long.toString(child.pid()), "stat");
    for (int look = 0; look < 100; look++) {
      try {
        String fields = Files.readString(stat);
        if (fields.charAt(fields.lastIndexOf(')') + 2) == 'T') {
          return true;
        }
      } catch (IOException ended) {
        return false;
      }
      Thread.sleep(10);
    }
    return false;
  }

  /** Returns whether there was still a process to signal. */
  private static boolean signal(ProcessHandle process, String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    return kill.onExit().join().exitValue() == 0;
  }

  /** Ends it with SIGKILL, as the kernel does when memory runs out. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Whether the process is still there, stopped or not. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Lets it run on. */
  @Override
  public void close() throws IOException {
    if (!signal(process, "CONT")) {
      throw new IOException("the stopped ffmpeg is gone");
    }
  }
}
