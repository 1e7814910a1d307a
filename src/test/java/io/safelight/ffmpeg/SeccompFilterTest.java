package io.safelight.ffmpeg;

import static io.safelight.ffmpeg.SeccompFilter.ALLOW;
import static io.safelight.ffmpeg.SeccompFilter.ASK;
import static io.safelight.ffmpeg.SeccompFilter.KILL_PROCESS;
import static io.safelight.ffmpeg.SeccompFilter.REFUSE;
import static io.safelight.ffmpeg.SeccompFilter.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the filter answers on each processor. The numbers in here are written down from the tables of Linux once more. */
class SeccompFilterTest {
  private static final int X86_64 = 0xC000003E;
  private static final int AARCH64 = 0xC00000B7;
  private static final int I386 = 0x40000003;

  /** Name, number on x86_64 (-1 where there is none), number on arm64. */
  @ParameterizedTest
  @CsvSource({
    "socket,41,198", "connect,42,203", "bind,49,200", "listen,50,201", "accept,43,202", "accept4,288,242", "sendto,44,206",
    "sendmsg,46,211", "socketpair,53,199", "ptrace,101,117", "process_vm_readv,310,270", "process_vm_writev,311,271",
    "kill,62,129", "tkill,200,130", "tgkill,234,131", "rt_sigqueueinfo,129,138", "rt_tgsigqueueinfo,297,240",
    "pidfd_open,434,434", "pidfd_send_signal,424,424", "pidfd_getfd,438,438", "truncate,76,45", "chmod,90,-1",
    "fchmod,91,52", "fchmodat,268,53", "fchmodat2,452,452", "chown,92,-1", "fchown,93,55", "fchownat,260,54",
    "setxattr,188,5", "lsetxattr,189,6", "fsetxattr,190,7", "getxattr,191,8",
    "lgetxattr,192,9", "fgetxattr,193,10", "getxattrat,464,464", "listxattr,194,11", "llistxattr,195,12", "flistxattr,196,13",
    "listxattrat,465,465", "removexattr,197,14", "utimensat,280,88", "mknodat,259,33",
    "mount,165,40", "umount2,166,39", "pivot_root,155,41", "chroot,161,51", "unshare,272,97", "setns,308,268",
    "open_tree,428,428", "move_mount,429,429", "fsopen,430,430", "mount_setattr,442,442", "bpf,321,280",
    "io_uring_setup,425,425", "io_uring_enter,426,426", "io_uring_register,427,427", "perf_event_open,298,241",
    "keyctl,250,219", "add_key,248,217", "request_key,249,218", "userfaultfd,323,282", "kexec_load,246,104",
    "kexec_file_load,320,294", "init_module,175,105", "finit_module,313,273", "delete_module,176,106", "fork,57,-1",
    "vfork,58,-1", "memfd_create,319,279", "shmget,29,194", "mq_open,240,180", "setpriority,141,140",
    "inotify_init,253,-1", "inotify_init1,294,26", "inotify_add_watch,254,27"
  })
  void is_refused_on_both_processors(String name, int x86, int arm) {
    SystemCall call = SystemCall.valueOf(name.toUpperCase(Locale.ROOT));
    assertThat(call.number(Architecture.X86_64)).isEqualTo(OptionalInt.of(x86));
    assertThat(call.number(Architecture.AARCH64)).isEqualTo(arm < 0 ? OptionalInt.empty() : OptionalInt.of(arm));
    assertThat(x86(x86)).isEqualTo(REFUSE);
    if (arm >= 0) {
      assertThat(arm(arm)).isEqualTo(REFUSE);
    }
  }

  /** What an encoder and the C library live on. */
  @ParameterizedTest
  @CsvSource({
    "read,0,63", "write,1,64", "close,3,57", "mmap,9,222", "mprotect,10,226", "munmap,11,215", "brk,12,214", "lseek,8,62",
    "openat,257,56", "execve,59,221", "exit_group,231,94", "futex,202,98", "ftruncate,77,46", "fallocate,285,47",
    "renameat2,316,276", "unlinkat,263,35", "mkdirat,258,34", "fchdir,81,50", "setsid,112,157", "dup3,292,24",
    "close_range,436,436", "rt_sigaction,13,134", "rt_sigprocmask,14,135", "sched_getaffinity,204,123", "getrandom,318,278",
    "madvise,28,233", "clock_nanosleep,230,115", "prctl,157,167", "set_robust_list,273,99", "fsync,74,82", "getcwd,79,17"
  })
  void what_programs_live_on_is_allowed(String name, int x86, int arm) {
    assertThat(x86(x86)).as(name).isEqualTo(ALLOW);
    assertThat(arm(arm)).as(name).isEqualTo(ALLOW);
  }

  @Test
  void numbers_are_named_once() {
    for (Architecture architecture : Architecture.values()) {
      Set<Integer> numbers = new HashSet<>();
      for (SystemCall call : SystemCall.values()) {
        call.number(architecture).ifPresent(number -> assertThat(numbers.add(number)).as(call.name()).isTrue());
      }
    }
  }

  @Test
  void calls_of_another_processor_end_the_process() {
    assertThat(BpfMachine.answer(filter(Architecture.X86_64), I386, 1)).isEqualTo(KILL_PROCESS);
    assertThat(BpfMachine.answer(filter(Architecture.X86_64), AARCH64, 64)).isEqualTo(KILL_PROCESS);
    assertThat(BpfMachine.answer(filter(Architecture.AARCH64), 0x40000028, 4)).isEqualTo(KILL_PROCESS);
    // x32: the number of write, and those that only it has.
    assertThat(x86(0x4000_0001)).isEqualTo(KILL_PROCESS);
    assertThat(x86(0x4000_0200)).isEqualTo(KILL_PROCESS);
  }

  @Test
  void calls_that_came_later_than_the_list_are_not_there() {
    assertThat(x86(SeccompFilter.FIRST_UNKNOWN)).isEqualTo(UNKNOWN);
    assertThat(arm(SeccompFilter.FIRST_UNKNOWN + 100)).isEqualTo(UNKNOWN);
    assertThat(x86(0x3fff_ffff)).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void threads_may_clone_and_posix_spawn_may_ask_to_and_nobody_else(Architecture architecture) {
    int clone = SystemCall.CLONE.number(architecture).orElseThrow();
    // pthread_create: CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS, PARENT_SETTID, CHILD_CLEARTID.
    assertThat(answer(architecture, clone, 0x3d0f00)).isEqualTo(ALLOW);
    // posix_spawn: CLONE_VM, CLONE_VFORK, SIGCHLD.
    assertThat(answer(architecture, clone, 0x4111)).isEqualTo(ASK);
    // fork: SIGCHLD with CHILD_SETTID and CHILD_CLEARTID, or alone.
    assertThat(answer(architecture, clone, 0x1200011)).isEqualTo(REFUSE);
    assertThat(answer(architecture, clone, 17)).isEqualTo(REFUSE);
    // A new user namespace, with and without a thread.
    assertThat(answer(architecture, clone, 0x1000_0011)).isEqualTo(REFUSE);
    assertThat(answer(architecture, clone, 0x1001_0000)).isEqualTo(REFUSE);
    assertThat(answer(architecture, 435)).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void limits_may_be_lowered_for_oneself_only(Architecture architecture) {
    int prlimit = SystemCall.PRLIMIT64.number(architecture).orElseThrow();
    assertThat(answer(architecture, prlimit, 0)).isEqualTo(ALLOW);
    assertThat(answer(architecture, prlimit, 1)).isEqualTo(REFUSE);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void nothing_can_be_typed_into_a_terminal(Architecture architecture) {
    int ioctl = SystemCall.IOCTL.number(architecture).orElseThrow();
    assertThat(answer(architecture, ioctl, 0, 0x5412)).isEqualTo(REFUSE);
    assertThat(answer(architecture, ioctl, 0, 0x541c)).isEqualTo(REFUSE);
    // FIONREAD.
    assertThat(answer(architecture, ioctl, 0, 0x541b)).isEqualTo(ALLOW);
    // The kernel looks at the lower half only, and so must the filter.
    assertThat(answer(architecture, ioctl, 0, 0x1_0000_5412L)).isEqualTo(REFUSE);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void a_descriptor_cannot_be_made_to_signal_another_process(Architecture architecture) {
    int ioctl = SystemCall.IOCTL.number(architecture).orElseThrow();
    int fcntl = architecture == Architecture.X86_64 ? 72 : 25;
    // FIOASYNC, FIOSETOWN, SIOCSPGRP.
    for (long request : new long[] {0x5452, 0x8901, 0x8902, 0x1_0000_5452L}) {
      assertThat(answer(architecture, ioctl, 0, request)).isEqualTo(REFUSE);
    }
    // F_SETOWN, F_SETSIG, F_SETOWN_EX, F_NOTIFY; F_SETFL with O_ASYNC and O_NONBLOCK.
    for (long command : new long[] {8, 10, 15, 1026, 0x1_0000_0008L}) {
      assertThat(answer(architecture, fcntl, 0, command)).isEqualTo(REFUSE);
    }
    assertThat(answer(architecture, fcntl, 0, 4, 0x2800)).isEqualTo(REFUSE);
    // F_SETFL with O_NONBLOCK, F_DUPFD, F_SETFD, F_GETFL, F_SETLK, F_DUPFD_CLOEXEC: O_ASYNC is another thing there.
    assertThat(answer(architecture, fcntl, 0, 4, 0x800)).isEqualTo(ALLOW);
    for (long command : new long[] {0, 2, 3, 6, 1030}) {
      assertThat(answer(architecture, fcntl, 0, command, 0x2000)).isEqualTo(ALLOW);
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void a_file_can_neither_be_sealed_nor_leased(Architecture architecture) {
    int ioctl = SystemCall.IOCTL.number(architecture).orElseThrow();
    int fcntl = architecture == Architecture.X86_64 ? 72 : 25;
    // FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR, FS_IOC_ENABLE_VERITY.
    for (long request : new long[] {0x40086602, 0x401c5820, 0x40806685, 0x1_4008_6602L}) {
      assertThat(answer(architecture, ioctl, 0, request)).isEqualTo(REFUSE);
    }
    // FS_IOC_GETFLAGS.
    assertThat(answer(architecture, ioctl, 0, 0x80086601L)).isEqualTo(ALLOW);
    // F_SETLEASE, and F_GETLEASE.
    assertThat(answer(architecture, fcntl, 0, 1024)).isEqualTo(REFUSE);
    assertThat(answer(architecture, fcntl, 0, 1025)).isEqualTo(ALLOW);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void no_space_is_taken_that_the_size_of_a_file_does_not_show(Architecture architecture) {
    int fallocate = architecture == Architecture.X86_64 ? 285 : 47;
    assertThat(answer(architecture, fallocate, 5, 0)).isEqualTo(ALLOW);
    assertThat(answer(architecture, fallocate, 5, 1)).isEqualTo(REFUSE);
  }

  @Test
  void the_bytes_are_those_of_the_kernels_structure() {
    assertThat(new BpfProgram().load(4).answerIfEqual(0x01020304, 5).bytes())
        .containsExactly(
            0x20, 0, 0, 0, 4, 0, 0, 0, //
            0x15, 0, 0, 1, 4, 3, 2, 1, //
            0x06, 0, 0, 0, 5, 0, 0, 0);
  }

  private static int x86(int number) {
    return BpfMachine.answer(filter(Architecture.X86_64), X86_64, number);
  }

  private static int arm(int number) {
    return BpfMachine.answer(filter(Architecture.AARCH64), AARCH64, number);
  }

  private static int answer(Architecture architecture, int number, long... arguments) {
    return BpfMachine.answer(
        filter(architecture), architecture.auditName(), number, Arrays.copyOf(arguments, arguments.length));
  }

  private static BpfProgram filter(Architecture architecture) {
    return SeccompFilter.forProcessor(architecture, SeccompFilter.ASK);
  }
}
