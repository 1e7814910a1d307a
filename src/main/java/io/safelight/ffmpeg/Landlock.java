package io.safelight.ffmpeg;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Rules of Landlock, with which a thread gives up all of the file system but what it names, for itself and what it starts
 * (linux/landlock.h, landlock(7)). Each version of the kernel's interface knows more than the one before; what a kernel does not
 * know is left to {@link SeccompFilter}:
 *
 * <table>
 *   <caption>Versions</caption>
 *   <tr><td>1</td><td>reading, writing, making, removing and executing files (Linux 5.13)</td></tr>
 *   <tr><td>2</td><td>moving files between folders is allowed where a rule says so; before, never (5.19)</td></tr>
 *   <tr><td>3</td><td>cutting files off (6.2)</td></tr>
 *   <tr><td>4</td><td>TCP (6.7)</td></tr>
 *   <tr><td>5</td><td>commands to devices (6.10)</td></tr>
 *   <tr><td>6</td><td>signals and abstract sockets of others (6.12)</td></tr>
 *   <tr><td>7</td><td>nothing more is forbidden; denials can go to the audit log, and by default those of a program that was
 *       started afterwards do not (6.15)</td></tr>
 * </table>
 */
final class Landlock {
  private static final long VERSION_FLAG = 1;
  private static final int RULE_PATH_BENEATH = 1;

  private static final long EXECUTE = 1;
  private static final long WRITE_FILE = 1 << 1;
  private static final long READ_FILE = 1 << 2;
  private static final long READ_FOLDER = 1 << 3;
  private static final long REMOVE_FOLDER = 1 << 4;
  private static final long REMOVE_FILE = 1 << 5;
  private static final long MAKE_FOLDER = 1 << 7;
  private static final long MAKE_FILE = 1 << 8;

  /** Everything of version 1: bits 0 to 12. */
  private static final long FIRST_VERSION = (1 << 13) - 1;

  private static final long MOVE = 1 << 13;
  private static final long TRUNCATE = 1 << 14;
  private static final long IOCTL_DEVICE = 1 << 15;

  private static final long TCP_BIND_AND_CONNECT = 0b11;
  private static final long ABSTRACT_SOCKETS_AND_SIGNALS = 0b11;

  private static final long READ_AND_RUN = EXECUTE | READ_FILE | READ_FOLDER;

  /** Not links, pipes, sockets or devices: nothing that a reader of the folder could be led astray by. */
  private static final long READ_AND_WRITE =
      READ_FILE | READ_FOLDER | WRITE_FILE | REMOVE_FOLDER | REMOVE_FILE | MAKE_FOLDER | MAKE_FILE | MOVE | TRUNCATE;

  /** The rights that a rule may give on what is not a folder. */
  private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE;

  private Landlock() {}

  /**
   * The version of the kernel's interface.
   *
   * @throws LibCException when the kernel was built or started without it, or somebody forbids asking
   */
  static int version() throws LibCException {
    return (int) LinuxCall.invoke(SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, VERSION_FLAG);
  }

  /**
   * Makes rules; a thread takes them upon itself with {@link SystemCall#LANDLOCK_RESTRICT_SELF}.
   *
   * @param version at most that of the kernel
   * @param readable files and folders to be read and run; those that are not there are left out
   * @param writable an open folder to be read and written
   * @return a descriptor to be closed
   */
  static int rules(int version, Collection<Path> readable, int writable) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(24, Long.BYTES);
      attributes.setAtIndex(JAVA_LONG, 0, handled(version));
      attributes.setAtIndex(JAVA_LONG, 1, version >= 4 ? TCP_BIND_AND_CONNECT : 0);
      attributes.setAtIndex(JAVA_LONG, 2, version >= 6 ? ABSTRACT_SOCKETS_AND_SIGNALS : 0);
      long size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
      int rules = (int) LinuxCall.invoke(SystemCall.LANDLOCK_CREATE_RULESET, attributes.address(), size, 0);
      try {
        for (Path path : readable) {
          if (Files.exists(path)) {
            long rights = Files.isDirectory(path) ? READ_AND_RUN : READ_AND_RUN & OF_FILES;
            int place = LibC.openPlace(path.toString());
            try {
              add(rules, place, rights, arena);
            } finally {
              LibC.close(place);
            }
          }
        }
        add(rules, writable, READ_AND_WRITE & handled(version), arena);
        return rules;
      } catch (LibCException e) {
        LibC.close(rules);
        throw e;
      }
    }
  }

  private static long handled(int version) {
    long rights = FIRST_VERSION;
    rights |= version >= 2 ? MOVE : 0;
    rights |= version >= 3 ? TRUNCATE : 0;
    rights |= version >= 5 ? IOCTL_DEVICE : 0;
    return rights;
  }

  private static void add(int rules, int place, long rights, Arena arena) throws LibCException {
    MemorySegment rule = arena.allocate(12, Long.BYTES);
    rule.set(JAVA_LONG_UNALIGNED, 0, rights);
    rule.set(JAVA_INT_UNALIGNED, 8, place);
    long _ = LinuxCall.invoke(SystemCall.LANDLOCK_ADD_RULE, rules, RULE_PATH_BENEATH, rule.address(), 0);
  }
}
