package io.safelight.ffmpeg;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what left its session before that was killed. ffmpeg never does so, but what has taken it over may start a process that
 * begins a session of its own. The kernel makes this server the parent of whatever loses its own (a "child subreaper"), so that
 * nothing gets away: a confined child of this server that belongs to no session that is still running is a stray.
 *
 * <p>Other children of this server are left alone: those that {@code ProcessBuilder} starts are not confined. Thread-safe. The lock
 * is never held while something is waited for: a process that hangs in the kernel, on a disk that does not answer, cannot be killed,
 * and others have to start and to end meanwhile.
 */
final class StrayProcesses {
  private static final Logger log = LoggerFactory.getLogger(StrayProcesses.class);

  private static final long PR_SET_CHILD_SUBREAPER = 36;

  /** How long the end of a run waits for its strays to die. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  /** Between looks when nobody waits. */
  private static final Duration LATER = Duration.ofMillis(500);

  /** Of no process. */
  private static final int NO_SESSION = -1;

  private static final Set<Integer> SESSIONS = ConcurrentHashMap.newKeySet();

  private static final AtomicBoolean SWEEPING = new AtomicBoolean();

  /** Strays that did not die when they were killed. They are reaped when they do, but not waited for again. */
  private static final Set<Integer> HANGING = new HashSet<>();

  /**
   * Starting is shared, looking for strays is not: a process that was started but is not yet among the sessions is none. Who reaps
   * holds it alone: until then a pid belongs to whom it was found to belong to.
   */
  private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

  private StrayProcesses() {}

  /** Starts a process. */
  @FunctionalInterface
  interface Start {
    /** Returns its pid. */
    int start() throws IOException;
  }

  /** Starts a process whose session runs until {@link #reap(int) it is reaped}. */
  static int begin(Start start) throws IOException {
    LOCK.readLock().lock();
    try {
      long _ = LinuxCall.invoke(SystemCall.PRCTL, PR_SET_CHILD_SUBREAPER, 1);
      int pid = start.start();
      SESSIONS.add(pid);
      return pid;
    } finally {
      LOCK.readLock().unlock();
    }
  }

  /**
   * Kills what is left of a session, whose leader is dead and not yet reaped, and what has left this one or others that have
   * ended. Where the processes of this machine cannot be looked at, that is logged, and they are left to the end of another session.
   */
  static void kill(int session) {
    try {
      Set<Integer> left = killAll(session, PATIENCE);
      if (!left.isEmpty()) {
        log.warn("{} processes that runs of ffmpeg started are still there; they will be looked for again", left.size());
        sweepLater();
      }
    } catch (IOException e) {
      log.warn("What is left of runs of ffmpeg could not be looked for", e);
    }
  }

  /**
   * While a session runs: kills and reaps what has left this one or others.
   *
   * @return whether there are processes in the session, or descend from it, beside its leader
   */
  static boolean look(int session) throws IOException {
    LOCK.writeLock().lock();
    try {
      ProcessTree tree = ProcessTree.ofThisMachine();
      Found _ = killOnce(strays(tree, NO_SESSION), tree, NO_SESSION, Set.of());
      return tree.hasMembersBeside(session);
    } finally {
      LOCK.writeLock().unlock();
    }
  }

  /**
   * Reaps the leader of a session, which is dead. Until then the session counts as running: another run that looks for strays would
   * take the leader for one, and its exit status with it.
   */
  static LibC.Reaped reap(int session) throws LibCException {
    LOCK.writeLock().lock();
    try {
      SESSIONS.remove(session);
      return LibC.reap(session).orElseThrow(() -> new LibCException("wait4", LibC.EAGAIN));
    } finally {
      LOCK.writeLock().unlock();
    }
  }

  /** Returns those that are still there, but for those that do not die. */
  private static Set<Integer> killAll(int session, Duration patience) throws IOException {
    long began = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    Set<Integer> killed = Set.of();
    while (true) {
      Found found = killOnce(session, killed);
      // Whoever was found dead may have started another, unseen, just before.
      if (!found.any()) {
        return Set.of();
      }
      if (System.nanoTime() - began > patience.toNanos()) {
        return giveUp(found.left(), killed);
      }
      killed = found.left();
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
  }

  /** Goes on until none is left, on a thread of its own: what starts another process before it is killed may need many looks. */
  private static void sweepLater() {
    if (SWEEPING.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("stray processes").start(StrayProcesses::sweep);
    }
  }

  private static void sweep() {
    try {
      do {
        LockSupport.parkNanos(LATER.toNanos());
      } while (!killAll(NO_SESSION, LATER).isEmpty());
    } catch (IOException e) {
      log.warn("What is left of runs of ffmpeg could not be looked for", e);
    } finally {
      SWEEPING.set(false);
    }
  }

  /**
   * What a look has found.
   *
   * @param any whether there were strays, dead or alive, but for those that hang
   * @param left those that have still to die
   */
  private record Found(boolean any, Set<Integer> left) {}

  private static Found killOnce(int session, Set<Integer> before) throws IOException {
    LOCK.writeLock().lock();
    try {
      ProcessTree tree = ProcessTree.ofThisMachine();
      return killOnce(strays(tree, session), tree, session, before);
    } finally {
      LOCK.writeLock().unlock();
    }
  }

  /**
   * Kills strays that are running with all that descends from them, at once, so that none is left to start another; and reaps those
   * that are dead.
   *
   * @param before those that were killed already
   */
  private static Found killOnce(List<ProcessStat> strays, ProcessTree tree, int session, Set<Integer> before) {
    Set<Integer> left = new HashSet<>();
    boolean any = false;
    int foreign = 0;
    for (ProcessStat stray : strays) {
      if (isReaped(stray.pid())) {
        any = true;
        HANGING.remove(stray.pid());
      } else if (!HANGING.contains(stray.pid())) {
        any = true;
        for (ProcessStat each : tree.from(stray)) {
          LibC.kill(each.pid(), LibC.SIGKILL);
          left.add(each.pid());
          foreign += each.session() != session && !before.contains(each.pid()) ? 1 : 0;
        }
      }
    }
    if (foreign > 0) {
      log.warn("Killing {} processes that left the session of a run of ffmpeg", foreign);
    }
    return new Found(any, left);
  }

  /** Those that were killed before and have not died hang in the kernel. Returns the others. */
  private static Set<Integer> giveUp(Set<Integer> left, Set<Integer> killed) {
    Set<Integer> hanging = new HashSet<>(left);
    hanging.retainAll(killed);
    if (!hanging.isEmpty()) {
      log.warn("Processes {} were killed and have not died; they seem to hang in the kernel", hanging);
      LOCK.writeLock().lock();
      try {
        HANGING.addAll(hanging);
      } finally {
        LOCK.writeLock().unlock();
      }
    }
    Set<Integer> others = new HashSet<>(left);
    others.removeAll(hanging);
    return others;
  }

  private static List<ProcessStat> strays(ProcessTree tree, int ended) throws IOException {
    int ownSession = tree.self().session();
    ProcessRights own = ProcessRights.of("self").orElseThrow(StrayProcesses::unreadable);
    return tree.children(tree.self()).stream()
        .filter(child -> child.pid() != ended && child.session() != ownSession)
        .filter(
            child -> child.session() == ended || (!SESSIONS.contains(child.session()) && isConfined(child.pid(), own)))
        .toList();
  }

  private static IOException unreadable() {
    return new IOException("/proc does not even tell of this server");
  }

  private static boolean isConfined(int pid, ProcessRights own) {
    return ProcessRights.of(Integer.toString(pid)).map(rights -> rights.areLessThan(own)).orElse(false);
  }

  private static boolean isReaped(int pid) {
    try {
      return LibC.reap(pid).isPresent();
    } catch (LibCException e) {
      log.debug("Process {} is no child any more", pid, e);
      return true;
    }
  }
}
