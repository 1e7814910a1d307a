package io.safelight.ffmpeg;

import java.util.OptionalInt;

/**
 * System calls and their numbers: arch/x86/entry/syscalls/syscall_64.tbl of Linux for the one, include/uapi/asm-generic/unistd.h
 * for the other. Numbers from 424 on are the same everywhere. A number never changes its meaning.
 */
enum SystemCall {
  // Used by the sandbox itself, and never refused.
  SETGROUPS(116, 159),
  SETRESGID(119, 149),
  SETRESUID(117, 147),
  PRCTL(157, 167),
  SECCOMP(317, 277),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_ADD_RULE(445, 445),
  LANDLOCK_RESTRICT_SELF(446, 446),
  OPENAT(257, 56),
  // The network, and other channels to processes that are not confined.
  SOCKET(41, 198),
  SOCKETPAIR(53, 199),
  CONNECT(42, 203),
  BIND(49, 200),
  LISTEN(50, 201),
  ACCEPT(43, 202),
  ACCEPT4(288, 242),
  SENDTO(44, 206),
  SENDMSG(46, 211),
  SENDMMSG(307, 269),
  RECVFROM(45, 207),
  RECVMSG(47, 212),
  RECVMMSG(299, 243),
  SHMGET(29, 194),
  SHMAT(30, 196),
  SHMCTL(31, 195),
  SEMGET(64, 190),
  SEMCTL(66, 191),
  SEMOP(65, 193),
  SEMTIMEDOP(220, 192),
  MSGGET(68, 186),
  MSGSND(69, 189),
  MSGRCV(70, 188),
  MSGCTL(71, 187),
  MQ_OPEN(240, 180),
  MQ_UNLINK(241, 181),
  MQ_TIMEDSEND(242, 182),
  MQ_TIMEDRECEIVE(243, 183),
  MQ_NOTIFY(244, 184),
  MQ_GETSETATTR(245, 185),
  // Other processes.
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  PROCESS_MADVISE(440, 440),
  PROCESS_MRELEASE(448, 448),
  KCMP(312, 272),
  KILL(62, 129),
  TKILL(200, 130),
  TGKILL(234, 131),
  RT_SIGQUEUEINFO(129, 138),
  RT_TGSIGQUEUEINFO(297, 240),
  PIDFD_OPEN(434, 434),
  PIDFD_GETFD(438, 438),
  PIDFD_SEND_SIGNAL(424, 424),
  SETPRIORITY(141, 140),
  IOPRIO_SET(251, 30),
  SCHED_SETPARAM(142, 118),
  SCHED_SETSCHEDULER(144, 119),
  SCHED_SETAFFINITY(203, 122),
  SCHED_SETATTR(314, 274),
  MIGRATE_PAGES(256, 238),
  MOVE_PAGES(279, 239),
  // Attributes, owners, permissions and times of files, which Landlock does not know.
  TRUNCATE(76, 45),
  CHMOD(90),
  FCHMOD(91, 52),
  FCHMODAT(268, 53),
  FCHMODAT2(452, 452),
  CHOWN(92),
  FCHOWN(93, 55),
  LCHOWN(94),
  FCHOWNAT(260, 54),
  SETXATTR(188, 5),
  LSETXATTR(189, 6),
  FSETXATTR(190, 7),
  SETXATTRAT(463, 463),
  GETXATTR(191, 8),
  LGETXATTR(192, 9),
  FGETXATTR(193, 10),
  GETXATTRAT(464, 464),
  LISTXATTR(194, 11),
  LLISTXATTR(195, 12),
  FLISTXATTR(196, 13),
  LISTXATTRAT(465, 465),
  REMOVEXATTR(197, 14),
  LREMOVEXATTR(198, 15),
  FREMOVEXATTR(199, 16),
  REMOVEXATTRAT(466, 466),
  UTIME(132),
  UTIMES(235),
  UTIMENSAT(280, 88),
  FUTIMESAT(261),
  FILE_SETATTR(469, 469),
  MKNOD(133),
  MKNODAT(259, 33),
  OPEN_BY_HANDLE_AT(304, 265),
  // What others do with files: Landlock does not know watching.
  INOTIFY_INIT(253),
  INOTIFY_INIT1(294, 26),
  INOTIFY_ADD_WATCH(254, 27),
  // File systems and namespaces.
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  PIVOT_ROOT(155, 41),
  CHROOT(161, 51),
  MOVE_MOUNT(429, 429),
  OPEN_TREE(428, 428),
  OPEN_TREE_ATTR(467, 467),
  FSOPEN(430, 430),
  FSCONFIG(431, 431),
  FSMOUNT(432, 432),
  FSPICK(433, 433),
  MOUNT_SETATTR(442, 442),
  UNSHARE(272, 97),
  SETNS(308, 268),
  SWAPON(167, 224),
  SWAPOFF(168, 225),
  QUOTACTL(179, 60),
  QUOTACTL_FD(443, 443),
  // The kernel, the machine, and memory that no limit counts.
  BPF(321, 280),
  IO_URING_SETUP(425, 425),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  PERF_EVENT_OPEN(298, 241),
  KEYCTL(250, 219),
  ADD_KEY(248, 217),
  REQUEST_KEY(249, 218),
  USERFAULTFD(323, 282),
  KEXEC_LOAD(246, 104),
  KEXEC_FILE_LOAD(320, 294),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  DELETE_MODULE(176, 106),
  REBOOT(169, 142),
  SETHOSTNAME(170, 161),
  SETDOMAINNAME(171, 162),
  ACCT(163, 89),
  SYSLOG(103, 116),
  IOPL(172),
  IOPERM(173),
  MODIFY_LDT(154),
  SETTIMEOFDAY(164, 170),
  CLOCK_SETTIME(227, 112),
  ADJTIMEX(159, 171),
  CLOCK_ADJTIME(305, 266),
  VHANGUP(153, 58),
  FANOTIFY_INIT(300, 262),
  FANOTIFY_MARK(301, 263),
  MEMFD_CREATE(319, 279),
  MEMFD_SECRET(447, 447),
  // New processes. What they may be asked depends on the arguments.
  FORK(57),
  VFORK(58),
  CLONE(56, 220),
  CLONE3(435, 435),
  PRLIMIT64(302, 261),
  FALLOCATE(285, 47),
  IOCTL(16, 29),
  FCNTL(72, 25);

  private final OptionalInt x86;
  private final OptionalInt arm;

  SystemCall(int x86, int arm) {
    this.x86 = OptionalInt.of(x86);
    this.arm = OptionalInt.of(arm);
  }

  /** One that newer processors never had, because a newer call does its work. */
  SystemCall(int x86) {
    this.x86 = OptionalInt.of(x86);
    this.arm = OptionalInt.empty();
  }

  /** Its number on a processor; empty where it was never there. */
  OptionalInt number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> x86;
      case AARCH64 -> arm;
    };
  }
}
