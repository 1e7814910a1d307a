package io.safelight.ffmpeg;

import java.util.EnumSet;
import java.util.Set;

/**
 * What ffmpeg may ask of the kernel: all that computing and reading and writing files takes, and nothing that reaches another
 * process, the network, or what Landlock leaves open. What is refused fails with {@code EPERM}, which programs expect, and does
 * not end them.
 *
 * <p>Landlock knows paths, and of those it knows reading, writing, making and removing: who may change the owner, the permissions
 * or the times of any file, or before its third version cut it off, it does not decide. Signals it knows since its sixth.
 *
 * <p>A thread gets the filter before it calls {@code posix_spawn}, so that what this function itself needs cannot be refused: a
 * {@code clone} that shares its memory until the other program runs, and {@code setsid}. ffmpeg could use that form of {@code
 * clone} too, so that it is left to a listener: {@link OneClone} lets the first one through and no other. Where that cannot be had,
 * what ffmpeg starts is confined as it is, and {@link StrayProcesses} looks for it. {@code bwrap} sets the filter in the last
 * process, which needs no more.
 */
final class SeccompFilter {
  static final int ALLOW = 0x7fff_0000;
  static final int KILL_PROCESS = 0x8000_0000;
  private static final int FAIL = 0x0005_0000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  static final int REFUSE = FAIL | EPERM;

  /** As if the kernel were older: programs then do without, or use an older call. */
  static final int UNKNOWN = FAIL | ENOSYS;

  /** As a listener decides, and as {@link #UNKNOWN} when there is none any more. */
  static final int ASK = 0x7fc0_0000;

  /** {@code struct seccomp_data}: int nr, u32 arch, u64 instruction pointer, u64 arguments, of which the lower half comes first. */
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;

  /** The x32 form of a call on x86_64: the same calls under other numbers. */
  private static final int X32 = 0x4000_0000;

  /** The first number that had no meaning when the list was written; what comes there cannot be judged. */
  static final int FIRST_UNKNOWN = 470;

  private static final int CLONE_THREAD = 0x0001_0000;
  private static final int CLONE_VM = 0x0000_0100;
  private static final int CLONE_VFORK = 0x0000_4000;
  private static final int SIGCHLD = 17;

  /** Mount, cgroup, UTS, IPC, user, PID and network namespaces. */
  private static final int CLONE_NAMESPACES = 0x7e02_0000;

  /** Types into a terminal. */
  private static final int TIOCSTI = 0x5412;

  private static final int TIOCLINUX = 0x541c;

  /** Whom a descriptor's signals go to, which one, and that there are any: they are sent with the rights of whoever asked for them. */
  private static final int F_SETOWN = 8;

  private static final int F_SETSIG = 10;
  private static final int F_SETOWN_EX = 15;
  private static final int FIOSETOWN = 0x8901;
  private static final int SIOCSPGRP = 0x8902;
  private static final int FIOASYNC = 0x5452;
  private static final int F_SETFL = 4;
  private static final int O_ASYNC = 0x2000;

  /** Takes space that is not seen in the size of a file, and that no limit counts. */
  private static final int FALLOC_FL_KEEP_SIZE = 1;

  /** Tells of what happens in a folder. */
  private static final int F_NOTIFY = 1026;

  /** Lets whoever opens a file wait, whoever that is. */
  private static final int F_SETLEASE = 1024;

  /** Attributes of a file, such as that it cannot be changed, and a seal on its content: for good, and for everybody. */
  private static final int FS_IOC_SETFLAGS = 0x4008_6602;

  private static final int FS_IOC_FSSETXATTR = 0x401c_5820;
  private static final int FS_IOC_ENABLE_VERITY = 0x4080_6685;

  /** Refused or allowed by their arguments, or answered otherwise. */
  private static final Set<SystemCall> BY_ARGUMENTS =
      EnumSet.of(
          SystemCall.CLONE,
          SystemCall.CLONE3,
          SystemCall.PRLIMIT64,
          SystemCall.IOCTL,
          SystemCall.FCNTL,
          SystemCall.FALLOCATE);

  /** Used by the sandbox itself, or by everybody. */
  private static final Set<SystemCall> HARMLESS =
      EnumSet.of(
          SystemCall.SETGROUPS,
          SystemCall.SETRESGID,
          SystemCall.SETRESUID,
          SystemCall.PRCTL,
          SystemCall.SECCOMP,
          SystemCall.LANDLOCK_CREATE_RULESET,
          SystemCall.LANDLOCK_ADD_RULE,
          SystemCall.LANDLOCK_RESTRICT_SELF,
          SystemCall.OPENAT);

  private SeccompFilter() {}

  /** The calls that are refused whatever their arguments. */
  static Set<SystemCall> refused() {
    EnumSet<SystemCall> refused = EnumSet.allOf(SystemCall.class);
    refused.removeAll(BY_ARGUMENTS);
    refused.removeAll(HARMLESS);
    return refused;
  }

  /**
   * The filter for a processor. Any other kind of call than that of the processor itself ends the process.
   *
   * @param spawn the answer to whoever starts a process as {@code posix_spawn} does
   */
  static BpfProgram forProcessor(Architecture architecture, int spawn) {
    BpfProgram program =
        new BpfProgram()
            .load(ARCHITECTURE)
            .answerUnlessEqual(architecture.auditName(), KILL_PROCESS)
            .load(NUMBER)
            .answerIfAtLeast(X32, KILL_PROCESS)
            .answerIfAtLeast(FIRST_UNKNOWN, UNKNOWN);
    for (SystemCall call : refused()) {
      call.number(architecture).ifPresent(number -> program.answerIfEqual(number, REFUSE));
    }
    // Its arguments are in memory, where a filter cannot look; glibc uses clone instead.
    program.answerIfEqual(number(SystemCall.CLONE3, architecture), UNKNOWN);
    program.ifEqual(number(SystemCall.CLONE, architecture), threadsAndSpawnOnly(spawn));
    program.ifEqual(number(SystemCall.PRLIMIT64, architecture), ofItselfOnly());
    program.ifEqual(number(SystemCall.IOCTL, architecture), noTypingNoSignalsAndNoAttributes());
    program.ifEqual(number(SystemCall.FCNTL, architecture), noSignalsAndNoLeases());
    program.ifEqual(number(SystemCall.FALLOCATE, architecture), noHiddenSpace());
    return program.answer(ALLOW);
  }

  private static BpfProgram threadsAndSpawnOnly(int spawn) {
    return new BpfProgram()
        .load(argument(0))
        .answerIfAnyBit(CLONE_NAMESPACES, REFUSE)
        .answerIfAnyBit(CLONE_THREAD, ALLOW)
        .answerIfEqual(CLONE_VM | CLONE_VFORK | SIGCHLD, spawn)
        .answer(REFUSE);
  }

  private static BpfProgram ofItselfOnly() {
    return new BpfProgram().load(argument(0)).answerUnlessEqual(0, REFUSE).answer(ALLOW);
  }

  private static BpfProgram noTypingNoSignalsAndNoAttributes() {
    return new BpfProgram()
        .load(argument(1))
        .answerIfEqual(TIOCSTI, REFUSE)
        .answerIfEqual(TIOCLINUX, REFUSE)
        .answerIfEqual(FIOASYNC, REFUSE)
        .answerIfEqual(FIOSETOWN, REFUSE)
        .answerIfEqual(SIOCSPGRP, REFUSE)
        .answerIfEqual(FS_IOC_SETFLAGS, REFUSE)
        .answerIfEqual(FS_IOC_FSSETXATTR, REFUSE)
        .answerIfEqual(FS_IOC_ENABLE_VERITY, REFUSE)
        .answer(ALLOW);
  }

  private static BpfProgram noSignalsAndNoLeases() {
    return new BpfProgram()
        .load(argument(1))
        .answerIfEqual(F_SETOWN, REFUSE)
        .answerIfEqual(F_SETSIG, REFUSE)
        .answerIfEqual(F_SETOWN_EX, REFUSE)
        .answerIfEqual(F_NOTIFY, REFUSE)
        .answerIfEqual(F_SETLEASE, REFUSE)
        .ifEqual(F_SETFL, new BpfProgram().load(argument(2)).answerIfAnyBit(O_ASYNC, REFUSE))
        .answer(ALLOW);
  }

  private static BpfProgram noHiddenSpace() {
    return new BpfProgram().load(argument(1)).answerIfAnyBit(FALLOC_FL_KEEP_SIZE, REFUSE).answer(ALLOW);
  }

  private static int argument(int index) {
    return ARGUMENTS + index * Long.BYTES;
  }

  private static int number(SystemCall call, Architecture architecture) {
    return call.number(architecture).orElseThrow();
  }
}
