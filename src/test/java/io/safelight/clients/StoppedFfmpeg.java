package io.safelight.clients;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An ffmpeg of this process, held by SIGSTOP until this is closed: a job that takes as long as a test likes. */
final class StoppedFfmpeg implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ProcessHandle process;

  private StoppedFfmpeg(ProcessHandle process) {
    this.process = process;
  }

  /** Stops the first ffmpeg that there is, or will be soon. */
  static StoppedFfmpeg first() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<ProcessHandle> found = ProcessHandle.current().children().filter(StoppedFfmpeg::isFfmpeg).findFirst();
      // One that is about to end, or has ended and waits to be reaped, cannot be stopped any more.
      if (found.isPresent() && signal(found.get(), "STOP") && isFfmpeg(found.get())) {
        return new StoppedFfmpeg(found.get());
      }
      Thread.sleep(10);
    }
    throw new AssertionError("no ffmpeg was started");
  }

  private static boolean isFfmpeg(ProcessHandle child) {
    return child.info().command().filter(command -> command.endsWith("/ffmpeg")).isPresent();
  }

  /** Returns whether there was still a process to signal. */
  private static boolean signal(ProcessHandle process, String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    return kill.onExit().join().exitValue() == 0;
  }

  @Override
  public void close() throws IOException {
    if (!signal(process, "CONT")) {
      throw new IOException("the stopped ffmpeg is gone");
    }
  }
}
