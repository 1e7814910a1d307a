package io.safelight.ffmpeg;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Those that are killed leave theirs behind, who may have left their session too. The pauses add up to four seconds. */
  private static final int ROUNDS = 12;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);

  private static final Set<Integer> SESSIONS = ConcurrentHashMap.newKeySet();

  /** Strays that did not die in all rounds. They are reaped when they do, but not waited for again. */
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
      Set<Integer> left = killOnce(session, Set.of());
      Duration pause = FIRST_PAUSE;
      for (int round = 1; round < ROUNDS && !left.isEmpty(); round++) {
        LockSupport.parkNanos(pause.toNanos());
        pause = pause.multipliedBy(2);
        left = killOnce(session, left);
      }
      if (!left.isEmpty()) {
        log.warn("Processes {} were killed and have not died; they seem to hang in the kernel", left);
        giveUp(left);
      }
    } catch (IOException e) {
      log.warn("What is left of runs of ffmpeg could not be looked for", e);
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

  /**
   * Kills all strays that are running and reaps all that are dead.
   *
   * @param before those that were killed already
   * @return those that have still to die
   */
  private static Set<Integer> killOnce(int session, Set<Integer> before) throws IOException {
    Set<Integer> left = new HashSet<>();
    LOCK.writeLock().lock();
    try {
      for (ProcessStat stray : strays(session)) {
        if (isReaped(stray.pid())) {
          HANGING.remove(stray.pid());
        } else if (!HANGING.contains(stray.pid())) {
          if (stray.session() != session && !before.contains(stray.pid())) {
            log.warn("Killing process {}, which left the session of a run of ffmpeg", stray.pid());
          }
          ProcessSession.kill(stray.session());
          LibC.kill(stray.pid(), LibC.SIGKILL);
          left.add(stray.pid());
        }
      }
    } finally {
      LOCK.writeLock().unlock();
    }
    return left;
  }

  private static void giveUp(Set<Integer> pids) {
    LOCK.writeLock().lock();
    try {
      HANGING.addAll(pids);
    } finally {
      LOCK.writeLock().unlock();
    }
  }

  private static List<ProcessStat> strays(int ended) throws IOException {
    int self = (int) ProcessHandle.current().pid();
    List<ProcessStat> all = ProcessStat.all();
    int ownSession = ProcessStat.read(self).orElseThrow(StrayProcesses::unreadable).session();
    ProcessRights own = ProcessRights.of("self").orElseThrow(StrayProcesses::unreadable);
    return all.stream()
        .filter(child -> child.parent() == self && child.pid() != ended && child.session() != ownSession)
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
