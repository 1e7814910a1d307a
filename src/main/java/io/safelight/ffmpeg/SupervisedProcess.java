package io.safelight.ffmpeg;

import io.safelight.ffmpeg.ProcessEnd.Why;
import io.safelight.ffmpeg.RunOutcome.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process from start to end, on a platform thread of its own: the waiting is done in native code, where a virtual thread
 * would pin its carrier. Thread-safe.
 */
final class SupervisedProcess {
  private static final Logger log = LoggerFactory.getLogger(SupervisedProcess.class);

  private final SpawnRequest request;
  private final Duration timeout;
  private final Optional<Standstill> standstill;
  private final Consumer<byte[]> output;
  private final LogTail errors = new LogTail();
  private final CompletableFuture<ProcessEnd> end = new CompletableFuture<>();
  private final Object lock = new Object();
  private @Nullable SpawnedProcess process;
  private @Nullable Why killed;

  private SupervisedProcess(
      SpawnRequest request, Duration timeout, Optional<Standstill> standstill, Consumer<byte[]> output) {
    this.request = request;
    this.timeout = timeout;
    this.standstill = standstill;
    this.output = output;
  }

  /**
   * Starts a process. That it cannot be started is said by {@link #await}.
   *
   * @param timeout wall-clock time after which its session is killed; without any, it never begins
   * @param standstill ends it before, where it gets no further
   * @param output gets what it writes to its standard output, on the supervising thread
   */
  static SupervisedProcess start(
      SpawnRequest request, Duration timeout, Optional<Standstill> standstill, Consumer<byte[]> output) {
    SupervisedProcess supervised = new SupervisedProcess(request, timeout, standstill, output);
    if (!timeout.isPositive()) {
      // It would depend on the machine whether the process is quicker than the first look at the clock.
      supervised.kill(Why.TIMED_OUT);
    }
    Thread.ofPlatform()
        .daemon()
        .name("process " + request.program().getFileName())
        .start(supervised::run);
    return supervised;
  }

  /** Starts a process that only the clock ends. */
  static SupervisedProcess start(SpawnRequest request, Duration timeout, Consumer<byte[]> output) {
    return start(request, timeout, Optional.empty(), output);
  }

  /**
   * Waits for the end.
   *
   * @throws InterruptedException after the session was killed and the process has ended
   */
  ProcessEnd await() throws InterruptedException {
    try {
      return end.get();
    } catch (InterruptedException e) {
      kill(Why.ABANDONED);
      end.handle((ended, failure) -> ended).join();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void kill(Why why) {
    synchronized (lock) {
      if (killed == null) {
        killed = why;
      }
      if (process != null) {
        process.kill();
      }
    }
  }

  private void run() {
    try {
      end.complete(runToEnd());
    } catch (Throwable t) {
      log.error("Lost sight of a process", t);
      end.completeExceptionally(t);
    }
  }

  private ProcessEnd runToEnd() throws IOException {
    long started = System.nanoTime();
    Optional<WrittenFiles> written =
        request.confinement().limits().map(limits -> new WrittenFiles(request.folder(), limits.fileSize()));
    SpawnedProcess spawned;
    LibC.Reaped reaped;
    synchronized (lock) {
      if (killed != null) {
        return new ProcessEnd.Killed(killed, "", new Usage(Duration.ZERO, 0));
      }
      try {
        spawned = SpawnedProcess.spawn(request);
      } catch (SpoiledFileException e) {
        return new ProcessEnd.NoInput(String.valueOf(e.getMessage()), new Usage(Duration.ZERO, 0));
      } catch (IOException e) {
        int errno = e instanceof LibCException failure ? failure.errno() : 0;
        return new ProcessEnd.NotStarted(errno, String.valueOf(e.getMessage()), new Usage(Duration.ZERO, 0));
      }
      process = spawned;
    }
    Optional<Feeder> feeder = Optional.empty();
    try {
      feeder = feed(spawned);
      watch(spawned, started, written);
    } catch (IOException e) {
      kill(Why.ABANDONED);
      throw e;
    } finally {
      feeder.ifPresent(Feeder::stop);
      // Not in the normal path only: a process that is never reaped stays in the system's table for ever.
      reaped = spawned.reap(this::deliver, errors::append);
    }
    if (written.isPresent() && written.get().areTooMany()) {
      return new ProcessEnd.Killed(
          Why.WROTE_TOO_MUCH, errors.toString(), new Usage(reaped.cpu(), spawned.peakMemory()));
    }
    if (request.confinement().bubblewrap().isPresent()) {
      reaped = Bubblewrap.seenThrough(reaped);
    }
    return describe(reaped, new Usage(reaped.cpu(), spawned.peakMemory()), spawned.peakAddressSpace());
  }

  private Optional<Feeder> feed(SpawnedProcess spawned) {
    return switch (request.input()) {
      case RunInput.Stored _ -> Optional.empty();
      case RunInput.Fed(InputFeed feed) ->
          spawned.sink().map(sink -> Feeder.start(feed, sink, () -> kill(Why.ABANDONED)));
    };
  }

  private void watch(SpawnedProcess spawned, long started, Optional<WrittenFiles> written) throws IOException {
    Optional<StrayWatch> strays =
        request.confinement().allowsProcesses() ? Optional.of(new StrayWatch(spawned.pid())) : Optional.empty();
    long longest = standstill.map(_ -> Standstill.LOOK).orElse(WrittenFiles.LOOK).toMillis();
    while (!spawned.hasEnded()) {
      long left = timeout.toMillis() - Duration.ofNanos(System.nanoTime() - started).toMillis();
      if (left <= 0) {
        kill(Why.TIMED_OUT);
      }
      if (standstill.isPresent() && standstill.get().isOver(spawned.pid())) {
        kill(Why.STOOD_STILL);
      }
      if (written.isPresent() && written.get().areTooMany(spawned.pid())) {
        kill(Why.WROTE_TOO_MUCH);
      }
      // Without a filter it may be a script that starts ffmpeg.
      if (strays.isPresent() && strays.get().hasStartedOthers() && request.confinement().seccomp()) {
        kill(Why.STARTED_OTHERS);
      }
      spawned.pump(left <= 0 ? -1 : (int) Math.min(left, longest), this::deliver, errors::append);
    }
  }

  private ProcessEnd describe(LibC.Reaped reaped, Usage usage, long addressSpace) {
    String text = errors.toString();
    Optional<ResourceLimits> limits = request.confinement().limits();
    Optional<Resource> exceeded = limits.flatMap(limit -> limit.exceededBy(reaped, text, addressSpace));
    if (exceeded.isPresent()) {
      return new ProcessEnd.Exceeded(exceeded.get(), text, usage);
    }
    if (limits.isPresent() && limits.get().outOfTime(reaped)) {
      return new ProcessEnd.Killed(Why.TIMED_OUT, text, usage);
    }
    if (reaped.exited()) {
      return new ProcessEnd.Exited(reaped.exitCode(), text, usage);
    }
    synchronized (lock) {
      return killed != null
          ? new ProcessEnd.Killed(killed, text, usage)
          : new ProcessEnd.Signalled(reaped.signal(), text, usage);
    }
  }

  /** Whoever listens must not end the supervision by a mistake of theirs. */
  private void deliver(byte[] bytes) {
    try {
      output.accept(bytes);
    } catch (RuntimeException e) {
      log.warn("A listener to the output of a process failed", e);
    }
  }
}
