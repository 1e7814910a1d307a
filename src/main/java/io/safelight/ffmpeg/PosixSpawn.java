package io.safelight.ffmpeg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code posix_spawn} of glibc 2.34 or newer. The child leads a session of its own, so that a Ctrl-C meant for the server does
 * not reach it and it can be killed with everything it started; it has default signal handling, an empty signal mask, and no
 * descriptor but 0, 1 and 2. {@code ProcessBuilder} can do none of this.
 */
final class PosixSpawn {
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
  private static final MethodHandle ADD_CHDIR = ofPointers("posix_spawn_file_actions_addchdir_np", 2);
  private static final MethodHandle ADD_CLOSEFROM =
      LibC.bind("posix_spawn_file_actions_addclosefrom_np", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle ATTRIBUTES_INIT = ofPointers("posix_spawnattr_init", 1);
  private static final MethodHandle ATTRIBUTES_DESTROY = ofPointers("posix_spawnattr_destroy", 1);
  private static final MethodHandle SET_FLAGS =
      LibC.bind("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
  private static final MethodHandle SET_MASK = ofPointers("posix_spawnattr_setsigmask", 2);
  private static final MethodHandle SET_DEFAULT = ofPointers("posix_spawnattr_setsigdefault", 2);
  private static final MethodHandle EMPTY_SET = ofPointers("sigemptyset", 1);
  private static final MethodHandle FULL_SET = ofPointers("sigfillset", 1);

  private PosixSpawn() {}

  /**
   * Starts a process.
   *
   * @param input, output, errors become the descriptors 0, 1 and 2; all must be 3 or more
   * @return its pid, which is also the id of its session and process group
   */
  static int spawn(SpawnRequest request, int input, int output, int errors) throws LibCException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(STRUCT_SIZE, 16);
      MemorySegment attributes = arena.allocate(STRUCT_SIZE, 16);
      check("posix_spawn_file_actions_init", (int) ACTIONS_INIT.invokeExact(actions));
      check("posix_spawnattr_init", (int) ATTRIBUTES_INIT.invokeExact(attributes));
      try {
        setActions(actions, arena.allocateFrom(request.folder().toString()), input, output, errors);
        setAttributes(attributes, arena);
        String program = request.program().toString();
        MemorySegment arguments = strings(arena, Stream.concat(Stream.of(program), request.arguments().stream()).toList());
        MemorySegment environment =
            strings(
                arena,
                request.environment().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
        MemorySegment pid = arena.allocate(JAVA_INT);
        int result =
            (int)
                SPAWN.invokeExact(
                    pid, arena.allocateFrom(program), actions, attributes, arguments, environment);
        check("posix_spawn", result);
        return pid.get(JAVA_INT, 0);
      } finally {
        check("posix_spawn_file_actions_destroy", (int) ACTIONS_DESTROY.invokeExact(actions));
        check("posix_spawnattr_destroy", (int) ATTRIBUTES_DESTROY.invokeExact(attributes));
      }
    } catch (Throwable t) {
      throw LibC.asLibCException(t);
    }
  }

  private static void setActions(MemorySegment actions, MemorySegment folder, int input, int output, int errors)
      throws Throwable {
    check("adddup2", (int) ADD_DUP2.invokeExact(actions, input, 0));
    check("adddup2", (int) ADD_DUP2.invokeExact(actions, output, 1));
    check("adddup2", (int) ADD_DUP2.invokeExact(actions, errors, 2));
    check("addchdir_np", (int) ADD_CHDIR.invokeExact(actions, folder));
    check("addclosefrom_np", (int) ADD_CLOSEFROM.invokeExact(actions, 3));
  }

  private static void setAttributes(MemorySegment attributes, Arena arena) throws Throwable {
    MemorySegment none = arena.allocate(STRUCT_SIZE, 16);
    MemorySegment all = arena.allocate(STRUCT_SIZE, 16);
    check("sigemptyset", (int) EMPTY_SET.invokeExact(none));
    check("sigfillset", (int) FULL_SET.invokeExact(all));
    check("setsigmask", (int) SET_MASK.invokeExact(attributes, none));
    check("setsigdefault", (int) SET_DEFAULT.invokeExact(attributes, all));
    check("setflags", (int) SET_FLAGS.invokeExact(attributes, (short) (SETSID | SETSIGMASK | SETSIGDEF)));
  }

  /** A null-terminated array of C strings. */
  private static MemorySegment strings(Arena arena, List<String> strings) {
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

  private static MethodHandle ofPointers(String name, int count) {
    return LibC.bind(
        name, count == 1 ? FunctionDescriptor.of(JAVA_INT, ADDRESS) : FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  }
}
