package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives a session its {@link Priority}. */
final class BackgroundPriority {
  private BackgroundPriority() {}

  /** Lowers the priority of a session that was just started; without effect where the system does not allow it. */
  static void lower(int pid, Priority priority) {
    LibC.setPriority(pid, priority.nice());
    try {
      // Linux shares the processor between sessions first (sched_autogroup), and nice values count only within one: unless
      // the session's own value is raised too, an encoder has as much of the processor as the server and all its threads.
      Files.writeString(Path.of("/proc", Integer.toString(pid), "autogroup"), Integer.toString(priority.nice()));
    } catch (IOException noAutogroups) {
      // The kernel was built without them, or the process has ended: then the nice value is all there is.
    }
  }
}
