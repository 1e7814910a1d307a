package io.safelight.ffmpeg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The few functions of glibc that starting and watching a process needs and that the JDK does not offer. Constants and layouts
 * are those of Linux on x86_64 and arm64, where they are the same. {@link #poll} and {@link #awaitEnd} block, and a virtual thread
 * blocked in them would pin its carrier: call them on platform threads only.
 */
final class LibC {
  static final int SIGKILL = 9;
  private static final int PRIO_PROCESS = 0;
  static final int ENOENT = 2;
  private static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ENOTDIR = 20;
  static final int ELOOP = 40;

  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;

  /** One of the few constants that differ between the processors. */
  private static final int O_NOFOLLOW = System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO, Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle PIPE2 = bind("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
  private static final MethodHandle READ =
      bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO);
  private static final MethodHandle WRITE =
      bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO);
  private static final MethodHandle POLL =
      bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO);
  private static final MethodHandle SETPRIORITY =
      bind("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle KILL = bind("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle WAIT4 =
      bind("wait4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS), ERRNO);
  private static final MethodHandle WAITID =
      bind("waitid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
  private static final MethodHandle STRERROR = bind("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

  /** {@code struct rusage} begins with user and system time as two {@code timeval}s. */
  private static final long RUSAGE_SIZE = 144;

  private static final long SIGINFO_SIZE = 128;
  private static final int P_PID = 1;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x100_0000;

  private LibC() {}

  /** A function of the C library. */
  static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /** Opens for reading. Other processes do not inherit the descriptor. */
  static int openForReading(String path) throws LibCException {
    return open(path, O_CLOEXEC);
  }

  /** Opens a file or folder as a place only: it can be named, but neither read nor written. Other processes do not inherit it. */
  static int openPlace(String path) throws LibCException {
    return open(path, O_PATH | O_CLOEXEC);
  }

  /**
   * Opens what has a name in an open folder, as a place only. A symbolic link is not followed but opened itself.
   *
   * @param name without slashes
   */
  static int openPlaceIn(int folder, String name) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      long path = arena.allocateFrom(name).address();
      return (int) LinuxCall.invoke(SystemCall.OPENAT, folder, path, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
    }
  }

  private static int open(String path, int flags) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      int fd = (int) OPEN.invokeExact(captured, arena.allocateFrom(path), flags);
      return (int) checked("open", fd, captured);
    } catch (Throwable t) {
      throw asLibCException(t);
    }
  }

  /** Closes a descriptor. Pipes and files opened for reading have nothing to lose in it, so a failure is ignored. */
  static void close(int fd) {
    try {
      int _ = (int) CLOSE.invokeExact(fd);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** Makes a pipe. Other processes inherit neither end. */
  static Pipe pipe() throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      checked("pipe2", (int) PIPE2.invokeExact(captured, ends, O_CLOEXEC), captured);
      return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
    } catch (Throwable t) {
      throw asLibCException(t);
    }
  }

  /** Reads what is there into {@code buffer} and returns the number of bytes, 0 at the end. */
  static int read(int fd, MemorySegment buffer) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      while (true) {
        long count = (long) READ.invokeExact(captured, fd, buffer, buffer.byteSize());
        if (count >= 0 || errno(captured) != EINTR) {
          return (int) checked("read", count, captured);
        }
      }
    } catch (Throwable t) {
      throw asLibCException(t);
    }
  }

  /** Writes to a descriptor that has room for all of it. */
  static void write(int fd, byte[] bytes) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, bytes);
      long written = checked("write", (long) WRITE.invokeExact(captured, fd, buffer, buffer.byteSize()), captured);
      if (written < bytes.length) {
        throw new LibCException("write", EAGAIN);
      }
    } catch (Throwable t) {
      throw asLibCException(t);
    }
  }

  /**
   * Waits until one of the descriptors can be read or has come to its end.
   *
   * @param descriptors an array of {@code struct pollfd}
   * @param timeoutMillis negative for no limit
   * @return false when the time was up, or a signal came
   */
  static boolean poll(MemorySegment descriptors, long count, int timeoutMillis) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      int ready = (int) POLL.invokeExact(captured, descriptors, count, timeoutMillis);
      if (ready < 0 && errno(captured) == EINTR) {
        return false;
      }
      return checked("poll", ready, captured) > 0;
    } catch (Throwable t) {
      throw asLibCException(t);
    }
  }

  /** Sets the nice value of a process, for all threads that it will start. Not being allowed to is no error. */
  static void setPriority(int pid, int nice) {
    try {
      int _ = (int) SETPRIORITY.invokeExact(PRIO_PROCESS, pid, nice);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /**
   * Sends a signal to a process, or with a negative {@code pid} to a process group. Nobody being there is no error.
   *
   * @throws IllegalArgumentException for what would reach this server itself, the first process of the system, or all of them
   */
  static void kill(int pid, int signal) {
    if (Math.abs((long) pid) <= 1) {
      throw new IllegalArgumentException("no process that was started here: " + pid);
    }
    try {
      int _ = (int) KILL.invokeExact(pid, signal);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** A descriptor of a process that becomes readable when the process ends. Needs Linux 5.3. */
  static int pidfdOpen(int pid) throws LibCException {
    return (int) LinuxCall.invoke(SystemCall.PIDFD_OPEN, pid, 0);
  }

  /** Waits for the end of a child, and leaves it to be reaped. */
  static void awaitEnd(int pid) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      MemorySegment info = arena.allocate(SIGINFO_SIZE, Long.BYTES);
      while (true) {
        int result = (int) WAITID.invokeExact(captured, P_PID, pid, info, WEXITED | WNOWAIT);
        if (result >= 0 || errno(captured) != EINTR) {
          checked("waitid", result, captured);
          return;
        }
      }
    } catch (Throwable t) {
      throw asLibCException(t);
    }
  }

  /** Reaps a child if it has ended; empty while it has not. Does not wait. */
  static Optional<Reaped> reap(int pid) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      MemorySegment status = arena.allocate(JAVA_INT);
      MemorySegment usage = arena.allocate(RUSAGE_SIZE, Long.BYTES);
      int result = (int) WAIT4.invokeExact(captured, pid, status, WNOHANG, usage);
      return checked("wait4", result, captured) == 0
          ? Optional.empty()
          : Optional.of(new Reaped(status.get(JAVA_INT, 0), timeval(usage, 0).plus(timeval(usage, 2))));
    } catch (Throwable t) {
      throw asLibCException(t);
    }
  }

  /** What the system says about the number of an error, such as {@code No such file or directory}. */
  static String describe(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  private static Duration timeval(MemorySegment usage, int index) {
    return Duration.ofSeconds(usage.getAtIndex(JAVA_LONG, index))
        .plus(usage.getAtIndex(JAVA_LONG, index + 1), ChronoUnit.MICROS);
  }

  /** Where a call into the C library leaves the number of its error. */
  static MemorySegment errnoHolder(Arena arena) {
    return arena.allocate(CAPTURED);
  }

  static long checked(String function, long result, MemorySegment captured) throws LibCException {
    if (result < 0) {
      throw new LibCException(function, errno(captured));
    }
    return result;
  }

  static int errno(MemorySegment captured) {
    return (int) ERRNO_VALUE.get(captured, 0L);
  }

  /** Method handles declare {@code Throwable}; what they can really throw here is our own exception or a mistake in this class. */
  static LibCException asLibCException(Throwable t) {
    return switch (t) {
      case LibCException e -> e;
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new AssertionError(t);
    };
  }

  /** The two ends of a pipe. */
  record Pipe(int readEnd, int writeEnd) {
    void close() {
      LibC.close(readEnd);
      LibC.close(writeEnd);
    }
  }

  /**
   * A process that has ended and left nothing behind.
   *
   * @param status as of {@code wait(2)}
   */
  record Reaped(int status, Duration cpu) {
    /** Whether it ended by itself and not by a signal. */
    boolean exited() {
      return signal() == 0;
    }

    int exitCode() {
      return (status >> 8) & 0xff;
    }

    /** The signal that ended it, 0 when none did. */
    int signal() {
      return status & 0x7f;
    }
  }
}
