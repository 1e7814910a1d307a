package io.safelight.ffmpeg;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what left its session before that was killed. ffmpeg never does so, but what has taken it over may start a process that
 * begins a session of its own. The kernel makes this server the parent of whatever loses its own (a "child subreaper"), so that
 * nothing gets away: a confined child of this server that belongs to no session that is still running is a stray.
 *
 * <p>Other children of this server are left alone: those that {@code ProcessBuilder} starts are not confined. Thread-safe.
 */
final class StrayProcesses {
  private static final Logger log = LoggerFactory.getLogger(StrayProcesses.class);

  private static final long PR_SET_CHILD_SUBREAPER = 36;

  /** Those that are killed leave theirs behind, who may have left their session too. */
  private static final int ROUNDS = 20;

  private static final Set<Integer> SESSIONS = ConcurrentHashMap.newKeySet();

  /** Starting is shared, looking for strays is not: a process that was started but is not yet among the sessions is none. */
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
   * ended.
   */
  static void kill(int session) {
    LOCK.writeLock().lock();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        List<ProcessStat> strays = strays(session);
        if (strays.isEmpty()) {
          break;
        }
        for (ProcessStat stray : strays) {
          if (stray.session() != session) {
            log.warn("Killing process {}, which left the session of a run of ffmpeg", stray.pid());
          }
          ProcessSession.kill(stray.session());
          LibC.kill(stray.pid(), LibC.SIGKILL);
          reapStray(stray.pid());
        }
      }
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
      LibC.Reaped reaped = LibC.wait4(session);
      SESSIONS.remove(session);
      return reaped;
    } finally {
      LOCK.writeLock().unlock();
    }
  }

  private static List<ProcessStat> strays(int ended) {
    ProcessRights own = ProcessRights.of("self").orElseThrow();
    int ownSession = ProcessStat.read((int) ProcessHandle.current().pid()).orElseThrow().session();
    return ProcessHandle.current()
        .children()
        .map(child -> ProcessStat.read((int) child.pid()))
        .flatMap(Optional::stream)
        .filter(child -> child.pid() != ended && child.session() != ownSession)
        .filter(
            child -> child.session() == ended || (!SESSIONS.contains(child.session()) && isConfined(child.pid(), own)))
        .toList();
  }

  private static boolean isConfined(int pid, ProcessRights own) {
    return ProcessRights.of(Integer.toString(pid)).map(rights -> rights.areLessThan(own)).orElse(false);
  }

  private static void reapStray(int pid) {
    try {
      var _ = LibC.wait4(pid);
    } catch (LibCException e) {
      log.debug("Process {} was no child any more", pid, e);
    }
  }
}
