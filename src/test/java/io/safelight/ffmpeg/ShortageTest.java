package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.ffmpeg.OlderKernel.Lack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of a program leaves behind on a machine that lacks what starting or ending one needs. */
class ShortageTest {
  private static final String NOTHING_LEFT = ", 0 children, 0 files, 0 descriptors";

  @TempDir Path around;

  @Test
  void for_want_of_descriptors_runs_do_not_start_or_end_as_ever_and_leave_nothing_behind() throws Exception {
    List<String> lines = output(serverWith(300, 12));

    assertThat(lines.removeFirst()).startsWith("all processes: ").endsWith("Exception");
    assertThat(lines.removeLast()).isEqualTo("lost all: Signalled" + NOTHING_LEFT);
    assertThat(lines)
        .hasSize(13)
        .allMatch(line -> line.matches("\\d+ left: (NotStarted|Exited)" + NOTHING_LEFT))
        .startsWith("0 left: NotStarted" + NOTHING_LEFT)
        .endsWith("12 left: Exited" + NOTHING_LEFT);
  }

  @Test
  void a_process_that_cannot_be_watched_is_ended_and_leaves_nothing_behind() throws Exception {
    assumeTrue(ConfinedRuns.hasPerl(), "there is no perl on this machine");

    List<String> lines = output(OlderKernel.around(server(Unwatched.class, folder().toString()), Lack.PIDFD));

    assertThat(lines).containsExactly("NotStarted pidfd_open failed: Function not implemented");
    assertThat(around).isDirectoryNotContaining(file -> !file.endsWith("run"));
  }

  /** Starts one process. */
  static final class Unwatched {
    public static void main(String[] arguments) throws Exception {
      ProcessEnd end = Shortage.start(Path.of(arguments[0]), "/bin/sh", "exec sleep 60", new BoundedOutput()).await();
      int self = (int) ProcessHandle.current().pid();
      System.out.println(end.getClass().getSimpleName() + " " + end.log());
      ProcessStat.all().stream().filter(process -> process.parent() == self).forEach(System.out::println);
    }
  }

  private List<String> serverWith(int descriptors, int mostLeft) throws Exception {
    // The JVM raises the soft limit to the hard one.
    return Stream.concat(
            Stream.of("/bin/sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh"),
            server(Shortage.class, folder().toString(), Integer.toString(mostLeft)).stream())
        .toList();
  }

  private Path folder() throws Exception {
    return Files.createDirectory(around.resolve("run"));
  }

  private static List<String> server(Class<?> program, String... arguments) {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName());
    return Stream.concat(java.stream(), Stream.of(arguments)).toList();
  }

  /** The lines that are none of a log. */
  private static List<String> output(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var lines = process.inputReader().lines()) {
      return new ArrayList<>(lines.filter(line -> !line.contains("WARN")).toList());
    } finally {
      process.destroyForcibly();
    }
  }
}
