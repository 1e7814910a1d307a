package io.safelight.ffmpeg;

import io.safelight.ffmpeg.RunOutcome.Cause;
import io.safelight.ffmpeg.RunOutcome.Disturbed;
import io.safelight.ffmpeg.RunOutcome.Exceeded;
import io.safelight.ffmpeg.RunOutcome.Failed;
import io.safelight.ffmpeg.RunOutcome.Succeeded;
import io.safelight.ffmpeg.RunOutcome.TimedOut;
import java.util.Optional;
import java.util.Set;

/** Tells what the end of a process says about the media from what it says about the machine. */
final class OutcomeClassifier {
  /** SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS: a process brings these upon itself. */
  private static final Set<Integer> CRASHES = Set.of(4, 5, 6, 7, 8, 11, 31);

  /** What the dynamic linker and shells exit with, the latter also for a limit that they cannot set. */
  private static final Set<Integer> NOT_RUNNABLE = Set.of(ResourceLimits.NOT_SET, 126, 127);

  /** ffmpeg exits with the lowest byte of its negative error number. */
  private static final int NO_SPACE = 256 - 28;

  static final int QUOTA = 256 - 122;
  private static final int NO_MEMORY = 256 - LibC.ENOMEM;
  private static final int NO_THREADS = 256 - LibC.EAGAIN;

  /**
   * A damaged file may ask its reader for more memory than any file needs. On a machine that is short of memory, programs are
   * killed rather than refused, and decoders need far more than readers.
   */
  static final String ABSURD_DEMAND = "Error during demuxing: Cannot allocate memory";

  private OutcomeClassifier() {}

  /** Whether a signal is one that a process brings upon itself. */
  static boolean isCrash(int signal) {
    return CRASHES.contains(signal);
  }

  static RunOutcome classify(ProcessEnd end) {
    return switch (end) {
      case ProcessEnd.Exited exited when exited.code() == 0 -> new Succeeded(exited.log(), exited.usage());
      case ProcessEnd.Exited exited ->
          blameless(exited)
              .<RunOutcome>map(cause -> new Disturbed(cause, exited.log(), exited.usage()))
              .orElseGet(() -> new Failed(exited.code(), exited.log(), exited.usage()));
      case ProcessEnd.Signalled signalled ->
          new Disturbed(
              isCrash(signalled.signal()) ? Cause.CRASH : Cause.SIGNAL,
              ("ended by signal " + signalled.signal() + "\n" + signalled.log()).strip(),
              signalled.usage());
      case ProcessEnd.Exceeded exceeded ->
          new Exceeded(exceeded.resource(), exceeded.log(), exceeded.usage());
      case ProcessEnd.Killed killed ->
          switch (killed.why()) {
            case ABANDONED -> new Disturbed(Cause.SIGNAL, killed.log(), killed.usage());
            case STARTED_OTHERS ->
                new Disturbed(Cause.CRASH, ("started other processes\n" + killed.log()).strip(), killed.usage());
            case STOOD_STILL -> new Exceeded(Resource.STANDSTILL, killed.log(), killed.usage());
            case TIMED_OUT -> new TimedOut(killed.log(), killed.usage());
            case WROTE_TOO_MUCH -> new Exceeded(Resource.FILE_SIZE, killed.log(), killed.usage());
          };
      // No trouble of the machine that would pass, so that it need not be tried for days.
      case ProcessEnd.NoInput missing -> new Disturbed(Cause.CRASH, missing.log(), missing.usage());
      case ProcessEnd.NotStarted failure -> new Disturbed(whyNotStarted(failure), failure.log(), failure.usage());
    };
  }

  /** ffprobe exits with 1 whatever happened, hence the look into the log. */
  private static Optional<Cause> blameless(ProcessEnd.Exited end) {
    String log = end.log();
    if (end.code() == NO_SPACE
        || end.code() == QUOTA
        || log.contains("No space left on device")
        || log.contains("Disk quota exceeded")) {
      return Optional.of(Cause.DISK_FULL);
    }
    if (log.contains(ABSURD_DEMAND)) {
      return Optional.empty();
    }
    if (end.code() == NO_MEMORY
        || end.code() == NO_THREADS
        || log.contains("Cannot allocate memory")
        || log.contains("pthread_create() failed")) {
      return Optional.of(Cause.OUT_OF_MEMORY);
    }
    if (NOT_RUNNABLE.contains(end.code()) || log.contains("error while loading shared libraries")) {
      return Optional.of(Cause.CANNOT_START);
    }
    return Optional.empty();
  }

  private static Cause whyNotStarted(ProcessEnd.NotStarted failure) {
    if (failure.log().contains("No space left on device")) {
      return Cause.DISK_FULL;
    }
    return failure.errno() == LibC.ENOMEM || failure.errno() == LibC.EAGAIN ? Cause.OUT_OF_MEMORY : Cause.CANNOT_START;
  }
}
