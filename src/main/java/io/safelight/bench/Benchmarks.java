package io.safelight.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;

/** The benchmarks of {@code safelight bench}. Each starts servers of its own on loopback and stops them. */
public final class Benchmarks {
  private Benchmarks() {}

  /** What can be measured. */
  public enum Subject {
    START,
    STATUS,
    APPEND,
    MEMORY,
    IMAGES,
    SANDBOX,
    TRANSCODE,
    READY
  }

  /**
   * Runs benchmarks one after the other and prints their tables. Takes some minutes and, for {@link Subject#APPEND}, about 15 GB
   * of space that is free again afterwards.
   *
   * @param parent on the disk to be measured; everything is written to a temporary folder in it
   * @throws IllegalStateException when a server answers other than it should: a figure would then mean nothing
   */
  public static void run(Set<Subject> subjects, Path parent, PrintWriter out) throws IOException, InterruptedException {
    out.println(LocalDate.now(ZoneOffset.UTC) + ", " + Machine.describe());
    out.println();
    out.flush();
    try (var workspace = Workspace.in(parent)) {
      for (Subject subject : Subject.values()) {
        if (subjects.contains(subject)) {
          run(subject, workspace.folder(), out);
        }
      }
    }
  }

  private static void run(Subject subject, Path folder, PrintWriter out) throws IOException, InterruptedException {
    switch (subject) {
      case START -> new StartBench().run(folder, out);
      case STATUS -> new StatusBench().run(folder, out);
      case APPEND -> new AppendBench().run(folder, out);
      case MEMORY -> new MemoryBench().run(folder, out);
      case IMAGES -> new ImageBench().run(folder, out);
      case SANDBOX -> new SandboxBench().run(folder, out);
      case TRANSCODE -> new TranscodeBench().run(folder, out);
      case READY -> new ReadyBench().run(folder, out);
    }
  }
}
