package io.safelight.ffmpeg;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A child process with pipes from its standard output and error. One platform thread drives it: {@link #spawn}, {@link #pump}
 * until {@link #hasEnded}, {@link #reap}. {@link #kill} may be called by any thread at any time.
 *
 * <p>The end of the process is seen through a pidfd, so that one {@code poll} waits for output, end and timeout together.
 * Until {@link #reap} the pid belongs to this process, running or not: a signal sent to it cannot hit another one.
 *
 * <p>While the process runs, a file beside its folder says which it is, for {@link LeftoverProcesses}.
 */
final class SpawnedProcess {
  private static final int BUFFER_SIZE = 64 * 1024;
  private static final int OUTPUT = 0;
  private static final int ERRORS = 1;
  private static final int END = 2;

  /** {@code struct pollfd}: int fd, short events, short revents. */
  private static final long POLLFD_SIZE = 8;

  private static final short POLLIN = 1;

  /** What a descendant that escaped the kill may still write is not worth waiting for. */
  private static final int MAX_DRAINED_BUFFERS = 64;

  private final int pid;
  private final Path folder;
  private final int[] descriptors;
  private final Optional<FileChannel> sink;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer = arena.allocate(BUFFER_SIZE);
  private final MemorySegment watched;
  private final Object lock = new Object();
  private long peakMemory;
  private long peakAddressSpace;
  private boolean ended;
  private boolean reaped;

  private SpawnedProcess(
      int pid, Path folder, int output, int errors, int pidfd, Optional<FileChannel> sink) {
    this.pid = pid;
    this.folder = folder;
    this.sink = sink;
    this.descriptors = new int[] {output, errors, pidfd};
    this.watched = arena.allocate(descriptors.length * POLLFD_SIZE, Integer.BYTES);
    for (int i = 0; i < descriptors.length; i++) {
      watched.set(JAVA_INT, i * POLLFD_SIZE, descriptors[i]);
      watched.set(JAVA_SHORT, i * POLLFD_SIZE + 4, POLLIN);
    }
  }

  /**
   * Starts a process.
   *
   * @throws IOException when it, its input or its folder is missing, or the system has no room for it; nothing is left behind
   *     then, as after any other failure
   */
  static SpawnedProcess spawn(SpawnRequest request) throws IOException {
    try (ProcessInput input = ProcessInput.open(request.folder(), request.input())) {
      LibC.Pipe output = LibC.pipe();
      try {
        LibC.Pipe errors = LibC.pipe();
        try {
          SpawnedProcess process = spawn(request, input, output, errors);
          LibC.close(output.writeEnd());
          LibC.close(errors.writeEnd());
          return process;
        } catch (Throwable t) {
          errors.close();
          throw t;
        }
      } catch (Throwable t) {
        output.close();
        throw t;
      }
    }
  }

  private static SpawnedProcess spawn(SpawnRequest request, ProcessInput input, LibC.Pipe output, LibC.Pipe errors)
      throws IOException {
    int pid =
        StrayProcesses.begin(
            () -> ConfinedSpawn.spawn(request, input.descriptor(), output.writeEnd(), errors.writeEnd()));
    try {
      BackgroundPriority.lower(pid, request.priority());
      LeftoverProcesses.record(request.folder(), pid);
      return new SpawnedProcess(
          pid, request.folder(), output.readEnd(), errors.readEnd(), LibC.pidfdOpen(pid), input.takeSink());
    } catch (Throwable t) {
      try {
        LibC.kill(-pid, LibC.SIGKILL);
        StrayProcesses.kill(pid);
        LibC.awaitEnd(pid);
        var _ = StrayProcesses.reap(pid);
      } catch (IOException | RuntimeException e) {
        t.addSuppressed(e);
      }
      LeftoverProcesses.forget(request.folder(), pid);
      throw t;
    }
  }

  /** The id of the process, of its process group and of its session. */
  int pid() {
    return pid;
  }

  /** Where its input is written, if it does not read a file; whoever writes closes it. */
  Optional<FileChannel> sink() {
    return sink;
  }

  /** Whether the process has ended. Something of what it wrote may still be unread. */
  boolean hasEnded() {
    return ended;
  }

  /**
   * The most memory it ever held, in bytes, as it was when it last wrote something; 0 when it never did. What {@code wait4}
   * says is of no use: it counts the moment before the program was loaded, when the child still shared the memory of this
   * server.
   */
  long peakMemory() {
    return peakMemory;
  }

  /** The most address space that it ever had, in bytes, as {@link #peakMemory} is seen. */
  long peakAddressSpace() {
    return peakAddressSpace;
  }

  /** Waits for output or for the end, at most so long, and hands over a part of the output. */
  void pump(int timeoutMillis, Consumer<byte[]> output, Consumer<byte[]> errors) throws LibCException {
    if (LibC.poll(watched, descriptors.length, timeoutMillis)) {
      read(OUTPUT, output);
      read(ERRORS, errors);
      ended = isReady(END);
    }
  }

  /** Kills every process of the session. Harmless when all have ended. */
  void kill() {
    synchronized (lock) {
      if (!reaped) {
        ProcessSession.kill(pid);
      }
    }
  }

  /**
   * After the end: hands over the rest of the output, kills what is left of the process group, and frees everything, also when
   * something of that fails.
   */
  LibC.Reaped reap(Consumer<byte[]> output, Consumer<byte[]> errors) throws IOException {
    try {
      LibC.kill(-pid, LibC.SIGKILL);
      StrayProcesses.kill(pid);
      drain(output, errors);
    } catch (Throwable t) {
      try {
        var _ = free();
      } catch (IOException | RuntimeException e) {
        t.addSuppressed(e);
      }
      throw t;
    }
    return free();
  }

  private void drain(Consumer<byte[]> output, Consumer<byte[]> errors) throws LibCException {
    for (int i = 0; i < MAX_DRAINED_BUFFERS && LibC.poll(watched, END, 0); i++) {
      read(OUTPUT, output);
      read(ERRORS, errors);
    }
  }

  private LibC.Reaped free() throws LibCException {
    for (int descriptor : descriptors) {
      LibC.close(descriptor);
    }
    arena.close();
    try {
      // Before the lock is taken, which killing needs too.
      LibC.awaitEnd(pid);
      synchronized (lock) {
        reaped = true;
        return StrayProcesses.reap(pid);
      }
    } finally {
      LeftoverProcesses.forget(folder, pid);
    }
  }

  private void read(int index, Consumer<byte[]> sink) throws LibCException {
    if (!isReady(index)) {
      return;
    }
    int count = LibC.read(descriptors[index], buffer);
    if (count == 0) {
      // poll ignores negative descriptors; a pipe at its end would be ready for ever.
      watched.set(JAVA_INT, index * POLLFD_SIZE, -1);
    } else {
      ProcessStat.Peaks peaks = ProcessStat.peaks(pid);
      peakMemory = Math.max(peakMemory, peaks.memory());
      peakAddressSpace = Math.max(peakAddressSpace, peaks.addressSpace());
      sink.accept(buffer.asSlice(0, count).toArray(JAVA_BYTE));
    }
  }

  private boolean isReady(int index) {
    return watched.get(JAVA_SHORT, index * POLLFD_SIZE + 6) != 0;
  }
}
