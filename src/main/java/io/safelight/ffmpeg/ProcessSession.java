package io.safelight.ffmpeg;

import java.util.List;

/** A session of processes: a leader and everything it started, unless that began a session of its own. */
final class ProcessSession {
  /** Processes may be born while others are killed; after so many rounds a fork bomb has won. */
  private static final int ROUNDS = 5;

  private ProcessSession() {}

  /** Kills the process group of the leader, then members of the session that moved to another group. */
  static void kill(int leader) {
    LibC.kill(-leader, LibC.SIGKILL);
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> members = ProcessStat.membersOf(leader);
      if (members.isEmpty()) {
        return;
      }
      members.forEach(member -> LibC.kill(member, LibC.SIGKILL));
    }
  }
}
