package io.safelight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs lines of the documents in a shell, as a reader would. */
final class Shell {
  private Shell() {}

  /** How a shell ended, and what it wrote to both of its outputs. */
  record Result(int status, String output) {}

  static boolean has(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
  }

  /** Stops at the first line that fails. */
  static Result run(String lines, Path folder, Map<String, String> variables) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("sh", "-e", "-c", lines);
    builder.directory(folder.toFile());
    builder.environment().putAll(variables);
    Process shell = builder.redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(shell.waitFor(), output);
  }
}
