package io.safelight;

import java.io.IOException;
import java.io.OutputStream;
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
    return run(new ProcessBuilder("sh", "-e", "-c", lines), "", folder, variables);
  }

  /** Goes on after a line that fails, as a shell does into which somebody pastes. */
  static Result paste(String lines, Path folder, Map<String, String> variables)
      throws IOException, InterruptedException {
    return run(new ProcessBuilder("bash", "-s"), lines, folder, variables);
  }

  private static Result run(ProcessBuilder builder, String input, Path folder, Map<String, String> variables)
      throws IOException, InterruptedException {
    builder.directory(folder.toFile());
    builder.environment().putAll(variables);
    Process shell = builder.redirectErrorStream(true).start();
    try (OutputStream pasted = shell.getOutputStream()) {
      pasted.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(shell.waitFor(), output);
  }
}
