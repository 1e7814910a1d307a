package io.safelight.ffmpeg;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts a process that is confined from its first instruction. What a process inherits from the thread that starts it, its user,
 * its rules and its filter, is set on a platform thread that does nothing else and then ends: neither the JVM nor any
 * other of its threads loses a right.
 *
 * <p>Whatever such a thread made the JVM do would be done with its rights: a class that cannot be read then is missing for ever, and
 * a thread that is started then stays restricted. So everything is prepared before by the caller, and the thread only makes
 * calls that were made before.
 */
final class ConfinedSpawn {
  /** The descriptor under which a child that may not walk the path to its program finds the folder of it. */
  private static final int PROGRAM_FOLDER = 3;

  private static final String PROGRAM_FOLDER_PATH = "/proc/self/fd/" + PROGRAM_FOLDER;

  private static final long PR_SET_NO_NEW_PRIVS = 38;
  private static final long SECCOMP_SET_MODE_FILTER = 1;
  private static final long AT_EMPTY_PATH = 0x1000;

  /** No number of an error, and not 0, which would say that a process was started. */
  private static final int NEVER_ANSWERED = -1;

  private final SpawnRequest request;
  private final List<Integer> descriptors;
  private final List<Integer> opened = new ArrayList<>();

  private ConfinedSpawn(SpawnRequest request, List<Integer> descriptors) {
    this.request = request;
    this.descriptors = new ArrayList<>(descriptors);
  }

  /**
   * Starts a process.
   *
   * @param input, output, errors become the descriptors 0, 1 and 2; all must be higher than 4
   * @return its pid, which is also the id of its session and process group
   */
  static int spawn(SpawnRequest request, int input, int output, int errors) throws IOException {
    var spawn = new ConfinedSpawn(request, List.of(input, output, errors));
    try (Arena arena = Arena.ofShared()) {
      return spawn.run(arena);
    } finally {
      spawn.opened.forEach(LibC::close);
    }
  }

  private int run(Arena arena) throws IOException {
    Confinement confinement = request.confinement();
    int folder = place(request.folder());
    String program = request.program().toString();
    Map<String, String> environment = request.environment();
    if (confinement.user().isPresent()) {
      give(folder, confinement.user().get(), arena);
      // The way to the program may lead through folders that the user may not enter; the data folder is one.
      Path programFolder = Objects.requireNonNull(request.program().getParent(), "an absolute path");
      descriptors.add(place(programFolder));
      program = PROGRAM_FOLDER_PATH + "/" + request.program().getFileName();
      environment = seenFromChild(environment, programFolder);
    }
    List<String> command = Stream.concat(Stream.of(program), request.arguments().stream()).toList();
    if (confinement.bubblewrap().isPresent()) {
      Optional<Integer> filter = confinement.seccomp() ? Optional.of(descriptors.size()) : Optional.empty();
      if (filter.isPresent()) {
        descriptors.add(readable(filter(SeccompFilter.REFUSE)));
      }
      command = confinement.bubblewrap().get().around(command, request.folder(), confinement.readable(), filter);
    }
    if (confinement.limits().isPresent()) {
      command = confinement.limits().get().around(command);
    }
    Restriction[] restrictions = restrictions(confinement, folder, arena);
    Optional<OneClone> gate = hasGate(confinement) ? Optional.of(new OneClone()) : Optional.empty();
    try (var spawn = new PosixSpawn(command, environment, folder, descriptors)) {
      onThrowAwayThread(restrictions, gate, spawn, arena);
      return spawn.pid();
    }
  }

  private int place(Path path) throws LibCException {
    int place = LibC.openPlace(path.toString());
    opened.add(place);
    return place;
  }

  /** The filter for a program that reads it from a descriptor. */
  private int readable(BpfProgram filter) throws LibCException {
    LibC.Pipe pipe = LibC.pipe();
    opened.add(pipe.readEnd());
    try {
      // A pipe holds far more.
      LibC.write(pipe.writeEnd(), filter.bytes());
    } finally {
      LibC.close(pipe.writeEnd());
    }
    return pipe.readEnd();
  }

  private static BpfProgram filter(int spawn) throws IOException {
    Architecture architecture =
        Architecture.ofThisMachine().orElseThrow(() -> new IOException("the system calls of this processor are not known"));
    return SeccompFilter.forProcessor(architecture, spawn);
  }

  private static boolean hasGate(Confinement confinement) {
    return confinement.seccomp() && confinement.oneProcess() && confinement.bubblewrap().isEmpty();
  }

  private static void give(int folder, ConfinedUser user, Arena arena) throws LibCException {
    long here = arena.allocateFrom("").address();
    long _ = LinuxCall.invoke(SystemCall.FCHOWNAT, folder, here, user.id(), user.id(), AT_EMPTY_PATH);
  }

  private static Map<String, String> seenFromChild(Map<String, String> environment, Path programFolder) {
    var seen = new HashMap<String, String>();
    environment.forEach(
        (name, value) -> seen.put(name, value.equals(programFolder.toString()) ? PROGRAM_FOLDER_PATH : value));
    return seen;
  }

  /** The calls that take rights away, in the order in which each still has the right to be made. */
  private Restriction[] restrictions(Confinement confinement, int folder, Arena arena) throws IOException {
    List<Restriction> calls = new ArrayList<>();
    if (confinement.user().isPresent()) {
      long id = confinement.user().get().id();
      calls.add(new Restriction(SystemCall.SETGROUPS, 0, 0));
      calls.add(new Restriction(SystemCall.SETRESGID, id, id, id));
      calls.add(new Restriction(SystemCall.SETRESUID, id, id, id));
    }
    if (confinement.forbidsNewRights()) {
      calls.add(new Restriction(SystemCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1));
    }
    if (confinement.landlock() > 0) {
      int rules = Landlock.rules(confinement.landlock(), confinement.readable(), folder);
      opened.add(rules);
      calls.add(new Restriction(SystemCall.LANDLOCK_RESTRICT_SELF, rules, 0));
    }
    if (confinement.seccomp() && confinement.bubblewrap().isEmpty()) {
      boolean gate = hasGate(confinement);
      long filter = filter(gate ? SeccompFilter.ASK : SeccompFilter.ALLOW).toNative(arena).address();
      long flags = gate ? OneClone.SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
      // The last call: its answer is that of all, and may be a listener.
      calls.add(new Restriction(SystemCall.SECCOMP, SECCOMP_SET_MODE_FILTER, flags, filter));
    }
    return calls.toArray(Restriction[]::new);
  }

  /** A call that takes rights away from the thread that makes it. */
  static final class Restriction {
    private final SystemCall call;
    private final long[] prepared;

    Restriction(SystemCall call, long... arguments) {
      this.call = call;
      this.prepared = LinuxCall.prepare(call, arguments);
    }
  }

  /**
   * Starts a process from a thread that gives up its rights for that.
   *
   * @param gate opened by the last restriction, and closed behind the process
   * @throws IOException when no process was started
   */
  static void onThrowAwayThread(
      Restriction[] restrictions, Optional<OneClone> gate, PosixSpawn spawn, Arena arena) throws IOException {
    MemorySegment errno = LibC.errnoHolder(arena);
    int[] made = {0};
    int[] error = {NEVER_ANSWERED};
    @Nullable OneClone opened = gate.orElse(null);
    Runnable task =
        () -> {
          long answer = 0;
          for (Restriction restriction : restrictions) {
            answer = LinuxCall.invoke(errno, restriction.prepared);
            if (answer < 0) {
              return;
            }
            made[0]++;
          }
          if (opened != null) {
            opened.opened(answer);
          }
          error[0] = spawn.run();
        };
    Thread thread =
        Thread.ofPlatform().daemon().name("spawn").inheritInheritableThreadLocals(false).start(task);
    try (opened) {
      if (opened != null) {
        opened.letThrough(() -> !thread.isAlive());
      }
    } finally {
      joinUninterruptibly(thread);
    }
    if (made[0] < restrictions.length) {
      throw new LibCException(LinuxCall.name(restrictions[made[0]].call), LibC.errno(errno));
    }
    if (error[0] == NEVER_ANSWERED) {
      throw new IOException("the thread that was to start a process ended before it had");
    }
    if (error[0] != 0) {
      throw new LibCException("posix_spawn", error[0]);
    }
  }

  /** Somebody has to learn of the process that may have been started. */
  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
