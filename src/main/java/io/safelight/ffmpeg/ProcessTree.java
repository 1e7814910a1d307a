package io.safelight.ffmpeg;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who started whom on this machine, as it was when somebody looked. */
final class ProcessTree {
  private final ProcessStat self;
  private final List<ProcessStat> all;
  private final Map<Integer, List<ProcessStat>> byParent = new HashMap<>();

  private ProcessTree(ProcessStat self, List<ProcessStat> all) {
    this.self = self;
    this.all = all;
    all.forEach(process -> byParent.computeIfAbsent(process.parent(), _ -> new ArrayList<>()).add(process));
  }

  /**
   * Looks.
   *
   * @throws IOException as {@link ProcessStat#all} does
   */
  static ProcessTree ofThisMachine() throws IOException {
    List<ProcessStat> all = ProcessStat.all();
    int pid = (int) ProcessHandle.current().pid();
    ProcessStat self = all.stream().filter(process -> process.pid() == pid).findFirst().orElseThrow();
    return new ProcessTree(self, all);
  }

  /** This server. */
  ProcessStat self() {
    return self;
  }

  List<ProcessStat> children(ProcessStat process) {
    return byParent.getOrDefault(process.pid(), List.of());
  }

  /** A process and all that descend from it. */
  List<ProcessStat> from(ProcessStat process) {
    List<ProcessStat> found = new ArrayList<>();
    Deque<ProcessStat> next = new ArrayDeque<>(List.of(process));
    while (!next.isEmpty()) {
      ProcessStat each = next.pop();
      found.add(each);
      next.addAll(children(each));
    }
    return found;
  }

  /** Whether others than its leader belong to a session or descend from it. */
  boolean hasMembersBeside(int session) {
    return byParent.containsKey(session)
        || all.stream().anyMatch(process -> process.session() == session && process.pid() != session);
  }
}
