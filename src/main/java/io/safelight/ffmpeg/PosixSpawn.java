package io.safelight.ffmpeg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/**
 * {@code posix_spawn} of glibc 2.34 or newer. The child leads a session of its own, so that a Ctrl-C meant for the server does
 * not reach it and it can be killed with everything it started; it has default signal handling, an empty signal mask, and no
 * descriptor but those it is given. {@code ProcessBuilder} can do none of this.
 *
 * <p>Everything is prepared in memory before, so that a thread that has given up its rights only makes the call. To be closed.
 */
final class PosixSpawn implements AutoCloseable {
  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;

  /** {@code posix_spawnattr_t} has 336 bytes, {@code posix_spawn_file_actions_t} 80, {@code sigset_t} 128. */
  private static final long STRUCT_SIZE = 512;

  private static final MethodHandle SPAWN =
      LibC.bind(
          "posix_spawn", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle ACTIONS_INIT = ofPointers("posix_spawn_file_actions_init", 1);
  private static final MethodHandle ACTIONS_DESTROY = ofPointers("posix_spawn_file_actions_destroy", 1);
  private static final MethodHandle ADD_DUP2 =
      LibC.bind("posix_spawn_file_actions_adddup2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle ADD_FCHDIR = ofPointerAndInt("posix_spawn_file_actions_addfchdir_np");
  private static final MethodHandle ADD_CLOSEFROM = ofPointerAndInt("posix_spawn_file_actions_addclosefrom_np");
  private static final MethodHandle ATTRIBUTES_INIT = ofPointers("posix_spawnattr_init", 1);
  private static final MethodHandle ATTRIBUTES_DESTROY = ofPointers("posix_spawnattr_destroy", 1);
  private static final MethodHandle SET_FLAGS =
      LibC.bind("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
  private static final MethodHandle SET_MASK = ofPointers("posix_spawnattr_setsigmask", 2);
  private static final MethodHandle SET_DEFAULT = ofPointers("posix_spawnattr_setsigdefault", 2);
  private static final MethodHandle EMPTY_SET = ofPointers("sigemptyset", 1);
  private static final MethodHandle FULL_SET = ofPointers("sigfillset", 1);

  /** Shared: prepared by one thread, used by another. */
  private final Arena arena = Arena.ofShared();

  private final MemorySegment pid = arena.allocate(JAVA_INT);
  private final MemorySegment actions = arena.allocate(STRUCT_SIZE, 16);
  private final MemorySegment attributes = arena.allocate(STRUCT_SIZE, 16);
  private final MemorySegment program;
  private final MemorySegment arguments;
  private final MemorySegment environment;

  /**
   * Prepares a process.
   *
   * @param command path of the executable, as the child sees it, and its arguments
   * @param folder open; becomes the working directory
   * @param descriptors become the descriptors 0, 1, 2 and so on; all must be higher than the number of them
   */
  PosixSpawn(List<String> command, Map<String, String> environment, int folder, List<Integer> descriptors)
      throws LibCException {
    this.program = arena.allocateFrom(command.getFirst());
    this.arguments = strings(command);
    this.environment = strings(environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    try {
      check("posix_spawn_file_actions_init", (int) ACTIONS_INIT.invokeExact(actions));
      check("posix_spawnattr_init", (int) ATTRIBUTES_INIT.invokeExact(attributes));
      for (int i = 0; i < descriptors.size(); i++) {
        check("adddup2", (int) ADD_DUP2.invokeExact(actions, descriptors.get(i).intValue(), i));
      }
      check("addfchdir_np", (int) ADD_FCHDIR.invokeExact(actions, folder));
      check("addclosefrom_np", (int) ADD_CLOSEFROM.invokeExact(actions, descriptors.size()));
      setAttributes();
    } catch (Throwable t) {
      arena.close();
      throw LibC.asLibCException(t);
    }
  }

  /** Starts the process. Neither loads a class nor makes an object. Returns the number of an error, 0 for none. */
  int run() {
    try {
      return (int) SPAWN.invokeExact(pid, program, actions, attributes, arguments, environment);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** The id of the process that was started, and of its session and process group. */
  int pid() {
    return pid.get(JAVA_INT, 0);
  }

  @Override
  public void close() {
    try {
      int _ = (int) ACTIONS_DESTROY.invokeExact(actions);
      int _ = (int) ATTRIBUTES_DESTROY.invokeExact(attributes);
    } catch (Throwable t) {
      throw new AssertionError(t);
    } finally {
      arena.close();
    }
  }

  private void setAttributes() throws Throwable {
    MemorySegment none = arena.allocate(STRUCT_SIZE, 16);
    MemorySegment all = arena.allocate(STRUCT_SIZE, 16);
    check("sigemptyset", (int) EMPTY_SET.invokeExact(none));
    check("sigfillset", (int) FULL_SET.invokeExact(all));
    check("setsigmask", (int) SET_MASK.invokeExact(attributes, none));
    check("setsigdefault", (int) SET_DEFAULT.invokeExact(attributes, all));
    check("setflags", (int) SET_FLAGS.invokeExact(attributes, (short) (SETSID | SETSIGMASK | SETSIGDEF)));
  }

  /** A null-terminated array of C strings. */
  private MemorySegment strings(List<String> strings) {
    MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L);
    for (int i = 0; i < strings.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
    }
    array.setAtIndex(ADDRESS, strings.size(), MemorySegment.NULL);
    return array;
  }

  private static void check(String function, int error) throws LibCException {
    if (error != 0) {
      throw new LibCException(function, error);
    }
  }

  private static MethodHandle ofPointerAndInt(String name) {
    return LibC.bind(name, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  }

  private static MethodHandle ofPointers(String name, int count) {
    return LibC.bind(
        name, count == 1 ? FunctionDescriptor.of(JAVA_INT, ADDRESS) : FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  }
}
