package io.safelight;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link CrashingServer} in a process of its own. */
final class CrashingProcess implements AutoCloseable {
  private static final int SIGKILL_EXIT = 128 + 9;
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path data;
  private final int port;

  private CrashingProcess(Process process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
  }

  static CrashingProcess start(Path data, CrashPoint point, CrashPoint.Death death) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CrashingServer.class.getName(),
                    data.toString(),
                    point.name(),
                    death.name()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line;
    while ((line = output.readLine()) != null) {
      if (line.startsWith("PORT ")) {
        return new CrashingProcess(process, data, Integer.parseInt(line.substring(5)));
      }
    }
    throw new IOException("the server did not start");
  }

  int port() {
    return port;
  }

  /** From now on the server dies when it comes to its crash point. */
  void arm() throws IOException {
    Files.createFile(data.resolve("armed"));
  }

  void awaitDeath() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the server never came to its crash point");
    }
    if (process.exitValue() != SIGKILL_EXIT) {
      throw new AssertionError("the server ended with " + process.exitValue() + " instead of being killed");
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
