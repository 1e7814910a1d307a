package io.safelight.bench;

import io.safelight.file.FolderRemover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A temporary folder for everything that the benchmarks write. It goes when this is closed, and also when the program is told to
 * end in the middle: the servers that it started are stopped then, and gigabytes are not left behind.
 */
final class Workspace implements AutoCloseable {
  private final Path folder;
  private final Thread hook = new Thread(this::abandon, "bench-clean-up");

  private Workspace(Path folder) {
    this.folder = folder;
  }

  /** Makes a folder in the given one. */
  static Workspace in(Path parent) throws IOException {
    var workspace = new Workspace(Files.createTempDirectory(parent, "safelight-bench-"));
    Runtime.getRuntime().addShutdownHook(workspace.hook);
    return workspace;
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(hook);
    FolderRemover.remove(folder);
  }

  private void abandon() {
    try {
      for (ProcessHandle child : ProcessHandle.current().children().toList()) {
        child.destroyForcibly();
        child.onExit().get(2, TimeUnit.SECONDS);
      }
      FolderRemover.remove(folder);
    } catch (Exception e) {
      System.err.println("safelight: " + folder + " could not be removed: " + e.getMessage());
    }
  }
}
