package io.safelight.cli;

import io.safelight.bench.Benchmarks;
import io.safelight.bench.Benchmarks.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures this server on this machine and prints tables. */
@Command(
    name = "bench",
    description = {
      "Measure speed and memory of a server on this machine, and print tables.",
      "Beside it run nginx and libvips, where they are installed, the bare HTTP server, the bare disk and the bare ffmpeg.",
      "All of it takes more than half an hour, status alone about four, and append 15 GB of disk, which are free again afterwards."
    })
final class BenchCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "SUBJECT",
      arity = "0..*",
      description = "What to measure: start, status, append, memory, images, sandbox, transcode or ready (default: all).")
  private List<String> subjects = List.of();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Folder on the disk to be measured; all is written to a temporary one in it (default: the current folder).")
  private Path folder = Path.of("");

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailure, IOException, InterruptedException {
    LogSetup.quiet();
    if (!Files.isDirectory(folder.toAbsolutePath())) {
      throw CommandFailure.wrongArgument("There is no folder " + folder + ".");
    }
    Set<Subject> chosen = subjects.isEmpty() ? EnumSet.allOf(Subject.class) : EnumSet.noneOf(Subject.class);
    for (String subject : subjects) {
      chosen.add(subject(subject));
    }
    Benchmarks.run(chosen, folder.toAbsolutePath(), terminal.out());
    return 0;
  }

  private static Subject subject(String name) throws CommandFailure {
    return Stream.of(Subject.values())
        .filter(subject -> subject.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.wrongArgument(
                    "'" + name + "' cannot be measured; the subjects are start, status, append, memory, images, sandbox,"
                        + " transcode and ready."));
  }
}
