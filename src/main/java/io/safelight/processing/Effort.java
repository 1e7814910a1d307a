package io.safelight.processing;

import io.safelight.ffmpeg.RunOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The runs of ffmpeg of one attempt, and what they have used. Of one worker's thread alone. */
final class Effort {
  private static final double MEBIBYTE = 1 << 20;

  private final List<Run> runs = new ArrayList<>();
  private Duration cpu = Duration.ZERO;
  private long peakMemory;

  void add(RunOutcome.Usage usage) {
    cpu = cpu.plus(usage.cpu());
    peakMemory = Math.max(peakMemory, usage.peakMemory());
  }

  /**
   * Notes a run that begins.
   *
   * @param input name of the file in the folder of the attempt that it reads
   * @param outputs options with the names of the files that it makes
   * @param shell what a person types to see it, in a folder with its input
   */
  void begins(String input, List<String> outputs, Supplier<String> shell) {
    runs.add(new Run(input, outputs, shell));
  }

  /** Notes what the run said that began last. */
  void said(String log) {
    if (!runs.isEmpty()) {
      runs.getLast().log = log.strip();
    }
  }

  /** What ffmpeg said last; empty when it said nothing, or nobody heard it. */
  String lastWords() {
    return lastWords(runs);
  }

  /**
   * The last run, and before it those that made its input. Empty when there was none, or when what it read was not made by runs.
   */
  Optional<Steps> lastRun() {
    Deque<Run> steps = new ArrayDeque<>();
    int at = runs.size() - 1;
    while (at >= 0) {
      Run run = runs.get(at);
      steps.addFirst(run);
      if (run.input.equals(Attempt.SOURCE)) {
        String shell = steps.stream().map(step -> step.shell.get()).collect(Collectors.joining(" && "));
        return Optional.of(new Steps(lastWords(List.copyOf(steps)), shell)).filter(found -> !shell.isBlank());
      }
      do {
        at--;
      } while (at >= 0 && !runs.get(at).makes(run.input));
    }
    return Optional.empty();
  }

  /** A run that checks what another one made is silent where that one complained. */
  private static String lastWords(List<Run> runs) {
    return runs.reversed().stream().map(run -> run.log).filter(log -> !log.isEmpty()).findFirst().orElse("");
  }

  /**
   * Runs of which each reads what the one before has made.
   *
   * @param words what they said last; may be empty
   * @param shell what a person types to see them, in a folder with the uploaded file
   */
  record Steps(String words, String shell) {}

  private static final class Run {
    final String input;
    final List<String> outputs;
    final Supplier<String> shell;
    String log = "";

    Run(String input, List<String> outputs, Supplier<String> shell) {
      this.input = input;
      this.outputs = outputs;
      this.shell = shell;
    }

    boolean makes(String file) {
      // Where one run makes several, an option has the names of all.
      return outputs.stream().anyMatch(option -> option.contains(file));
    }
  }

  /** For the log: processor time of all runs together, and the most memory that one of them held. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f CPU-s, peak %.0f MiB", cpu.toMillis() / 1000.0, peakMemory / MEBIBYTE);
  }
}
