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
    MEMORY
  }

  /**
   * Runs benchmarks one after the other and prints their tables. Takes some minutes and, for {@link Subject#APPEND}, about 12 GB
   * of space that is free again afterwards.
   *
   * @param folder for everything that is written; on the disk to be measured
   */
  public static void run(Set<Subject> subjects, Path folder, PrintWriter out) throws IOException, InterruptedException {
    out.println(LocalDate.now(ZoneOffset.UTC) + ", " + Machine.describe());
    out.println();
    out.flush();
    for (Subject subject : Subject.values()) {
      if (!subjects.contains(subject)) {
        continue;
      }
      switch (subject) {
        case START -> new StartBench().run(folder, out);
        case STATUS -> new StatusBench().run(folder, out);
        case APPEND -> new AppendBench().run(folder, out);
        case MEMORY -> new MemoryBench().run(folder, out);
      }
    }
  }
}
