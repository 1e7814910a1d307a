package io.safelight.ffmpeg;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.OptionalInt;

/** System calls by their numbers, for those that glibc has no function for, or one that does more than the call. */
final class LinuxCall {
  /** Arguments that a call does not have are ignored. */
  private static final MethodHandle SYSCALL =
      LibC.bind(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(1));

  private static final int ARGUMENTS = 5;
  private static final int NO_CALL = -1;

  private LinuxCall() {}

  /**
   * Makes a call.
   *
   * @param arguments at most five; numbers, descriptors and addresses
   * @throws LibCException when it fails
   */
  static long invoke(SystemCall call, long... arguments) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = LibC.errnoHolder(arena);
      return LibC.checked(name(call), invoke(captured, prepare(call, arguments)), captured);
    }
  }

  /** A call for {@link #invoke(MemorySegment, long[])}. One that this processor has no number for will fail. */
  static long[] prepare(SystemCall call, long... arguments) {
    if (arguments.length > ARGUMENTS) {
      throw new IllegalArgumentException("too many arguments");
    }
    long[] prepared = new long[1 + ARGUMENTS];
    prepared[0] = Architecture.ofThisMachine().map(call::number).orElseGet(OptionalInt::empty).orElse(NO_CALL);
    System.arraycopy(arguments, 0, prepared, 1, arguments.length);
    return prepared;
  }

  /** Makes a prepared call, and neither loads a class nor makes an object. Negative when it fails. */
  static long invoke(MemorySegment errnoHolder, long[] call) {
    try {
      return (long) SYSCALL.invokeExact(errnoHolder, call[0], call[1], call[2], call[3], call[4], call[5]);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** As manuals write it. */
  static String name(SystemCall call) {
    return call.name().toLowerCase(Locale.ROOT);
  }
}
