package io.safelight.ffmpeg;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs programs as on a kernel that lacks what the sandbox is made of, or in a container that does not allow it: for them, and
 * all that they start, these calls are not there.
 */
public final class OlderKernel {
  /** What it lacks. */
  public enum Lack {
    /** As before Linux 5.13. */
    LANDLOCK(SystemCall.LANDLOCK_CREATE_RULESET),
    /** As one that was built without it. */
    SECCOMP(SystemCall.SECCOMP),
    /** As before Linux 5.0, or in a container whose own filter has a listener. */
    LISTENERS(SystemCall.SECCOMP, OneClone.SECCOMP_FILTER_FLAG_NEW_LISTENER),
    /** As in a container: {@code bwrap} can make no view of the files. */
    MOUNTS(SystemCall.MOUNT),
    /** As before Linux 5.3: the end of a process cannot be waited for together with its output. */
    PIDFD(SystemCall.PIDFD_OPEN);

    private final SystemCall call;

    /** With which of them set in its second argument the call is not there; 0 when it never is. */
    private final long flags;

    Lack(SystemCall call) {
      this(call, 0);
    }

    Lack(SystemCall call, long flags) {
      this.call = call;
      this.flags = flags;
    }
  }

  /** Takes a filter upon itself and becomes another program. Arguments: two numbers of calls, the filter, the program. */
  private static final String LAUNCHER =
      """
      my ($prctl, $seccomp, $filter) = splice(@ARGV, 0, 3);
      my $bytes = pack('H*', $filter);
      syscall($prctl, 38, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
      syscall($seccomp, 1, 0, pack('S x6 P', length($bytes) / 8, $bytes)) == 0 or die "seccomp: $!";
      exec @ARGV;
      """;

  /** In what the filter looks at. */
  private static final int SECOND_ARGUMENT = 24;

  private OlderKernel() {}

  /** The command that runs another one. It needs perl. */
  public static List<String> around(List<String> command, Lack... lacks) {
    Architecture architecture = Architecture.ofThisMachine().orElseThrow();
    BpfProgram filter = new BpfProgram().load(0);
    for (Lack lack : lacks) {
      int number = number(lack.call, architecture);
      if (lack.flags == 0) {
        filter.answerIfEqual(number, SeccompFilter.UNKNOWN);
      } else {
        var byFlags = new BpfProgram().load(SECOND_ARGUMENT).answerIfAnyBit((int) lack.flags, SeccompFilter.UNKNOWN).load(0);
        filter.ifEqual(number, byFlags);
      }
    }
    filter.answer(SeccompFilter.ALLOW);
    List<String> launcher =
        List.of(
            ConfinedRuns.PERL.toString(),
            "-e",
            LAUNCHER,
            Integer.toString(number(SystemCall.PRCTL, architecture)),
            Integer.toString(number(SystemCall.SECCOMP, architecture)),
            HexFormat.of().formatHex(filter.bytes()));
    return Stream.concat(launcher.stream(), command.stream()).toList();
  }

  private static int number(SystemCall call, Architecture architecture) {
    return call.number(architecture).orElseThrow();
  }
}
