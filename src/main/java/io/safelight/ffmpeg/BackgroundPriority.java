package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Gives a session its {@link Priority}. */
final class BackgroundPriority {
  private BackgroundPriority() {}

  /** Lowers the priority of a session that was just started; without effect where the system does not allow it. */
  static void lower(int pid, Priority priority) {
    LibC.setPriority(pid, priority.nice());
    // Linux shares the processor between sessions first (sched_autogroup), and nice values count only within one: unless
    // the session's own value is raised too, an encoder has as much of the processor as the server and all its threads.
    Path autogroup = Path.of("/proc", Integer.toString(pid), "autogroup");
    try (FileChannel channel = FileChannel.open(autogroup, StandardOpenOption.WRITE)) {
      // Nothing is written when an ordinary user does so more often than some times a second.
      String nice = Integer.toString(priority.nice());
      int _ = channel.write(ByteBuffer.wrap(nice.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException noAutogroups) {
      // The kernel was built without them, or the process has ended: then the nice value is all there is.
    }
  }
}
