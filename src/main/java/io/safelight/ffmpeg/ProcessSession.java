package io.safelight.ffmpeg;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session of processes: a leader and everything it started, unless that began a session of its own. */
final class ProcessSession {
  private static final Logger log = LoggerFactory.getLogger(ProcessSession.class);

  /** Processes may be born while others are killed; after so many rounds a fork bomb has won. */
  private static final int ROUNDS = 5;

  private ProcessSession() {}

  /**
   * Kills the process group of the leader, then members of the session that moved to another group. Where the processes of this
   * machine cannot be looked at, that is logged, and the group is all.
   */
  static void kill(int leader) {
    LibC.kill(-leader, LibC.SIGKILL);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        List<Integer> members = ProcessStat.membersOf(leader);
        if (members.isEmpty()) {
          return;
        }
        members.forEach(member -> LibC.kill(member, LibC.SIGKILL));
      }
    } catch (IOException e) {
      log.warn("The members of session {} that left its process group could not be looked for", leader, e);
    }
  }
}
