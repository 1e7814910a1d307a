package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets a session give way to the server when both want the processor, so that answers do not wait for an encoder. It loses
 * nothing while the processor is free.
 */
final class BackgroundPriority {
  private static final int NICE = 10;

  private BackgroundPriority() {}

  /** Lowers the priority of a session that was just started; without effect where the system does not allow it. */
  static void lower(int pid) {
    LibC.setPriority(pid, NICE);
    try {
      // Linux shares the processor between sessions first (sched_autogroup), and nice values count only within one: unless
      // the session's own value is raised too, an encoder has as much of the processor as the server and all its threads.
      Files.writeString(Path.of("/proc", Integer.toString(pid), "autogroup"), Integer.toString(NICE));
    } catch (IOException noAutogroups) {
      // The kernel was built without them, or the process has ended: then the nice value is all there is.
    }
  }
}
