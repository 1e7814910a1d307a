package io.safelight.ffmpeg;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets a thread start one process, and that process none. Both have the same filter, which cannot tell them apart; but a filter may
 * leave the answer to a listener (seccomp_unotify(2), Linux 5.5), and when that is closed the answer is no, for ever.
 *
 * <p>The thread that is filtered calls {@link #opened}, another one {@link #letThrough} and {@link #close}.
 */
final class OneClone implements AutoCloseable {
  /** Asks for a listener when a filter is set. */
  static final long SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;

  /** {@code struct seccomp_notif}: u64 id, u32 pid, u32 flags, and a {@code struct seccomp_data} of 64 bytes. */
  private static final long QUESTION_SIZE = 80;

  /** {@code struct seccomp_notif_resp}: u64 id, s64 value, s32 error, u32 flags. */
  private static final long ANSWER_SIZE = 24;

  private static final long ANSWER_FLAGS = 20;

  /** {@code _IOWR('!', 0, struct seccomp_notif)}. */
  private static final long SECCOMP_IOCTL_NOTIF_RECV = 0xc050_2100L;

  /** {@code _IOWR('!', 1, struct seccomp_notif_resp)}. */
  private static final long SECCOMP_IOCTL_NOTIF_SEND = 0xc018_2101L;

  private static final int SECCOMP_USER_NOTIF_FLAG_CONTINUE = 1;
  private static final short POLLIN = 1;
  private static final int NONE = -1;

  /** How often to look whether the thread has ended without having asked. */
  private static final int LOOK_MILLIS = 20;

  private final CountDownLatch known = new CountDownLatch(1);
  private volatile int listener = NONE;

  /** Says what the kernel answered: a listener, or a negative number for none. Neither loads a class nor makes an object. */
  void opened(long answer) {
    listener = (int) answer;
    known.countDown();
  }

  /** Lets one process be started; returns when that is so, or the thread has ended. */
  void letThrough(BooleanSupplier hasEnded) throws IOException {
    if (!isOpen(hasEnded)) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment watched = arena.allocate(8, Integer.BYTES);
      watched.set(JAVA_INT, 0, listener);
      watched.set(JAVA_SHORT, 4, POLLIN);
      boolean through = false;
      while (!through && !hasEnded.getAsBoolean()) {
        through = LibC.poll(watched, 1, LOOK_MILLIS) && isLetThrough(arena);
      }
    }
  }

  /** From now on nobody may start a process. Who was let through before stays so. */
  @Override
  public void close() {
    if (listener >= 0) {
      LibC.close(listener);
    }
  }

  private boolean isOpen(BooleanSupplier hasEnded) {
    boolean interrupted = false;
    while (known.getCount() > 0 && !hasEnded.getAsBoolean()) {
      try {
        boolean _ = known.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return listener >= 0;
  }

  private boolean isLetThrough(Arena arena) throws LibCException {
    // The kernel demands zeros.
    MemorySegment question = arena.allocate(QUESTION_SIZE, Long.BYTES);
    MemorySegment answer = arena.allocate(ANSWER_SIZE, Long.BYTES);
    try {
      long _ = LinuxCall.invoke(SystemCall.IOCTL, listener, SECCOMP_IOCTL_NOTIF_RECV, question.address());
      answer.set(JAVA_LONG, 0, question.get(JAVA_LONG, 0));
      answer.set(JAVA_INT, ANSWER_FLAGS, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
      long _ = LinuxCall.invoke(SystemCall.IOCTL, listener, SECCOMP_IOCTL_NOTIF_SEND, answer.address());
      return true;
    } catch (LibCException e) {
      if (e.errno() == LibC.ENOENT) {
        // A signal has taken the question back; it is asked again.
        return false;
      }
      throw e;
    }
  }
}
