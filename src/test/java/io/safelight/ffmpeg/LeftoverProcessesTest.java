package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverProcessesTest {
  @TempDir Path jobs;

  @Test
  void what_a_killed_server_left_running_is_killed() throws Exception {
    Path job = Files.createDirectory(jobs.resolve("job"));
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName(),
                job.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int pid;
    try (BufferedReader output = server.inputReader()) {
      pid = Integer.parseInt(output.readLine());
    }
    server.destroyForcibly().waitFor();
    assertThat(ProcessIdentity.of(pid)).isPresent();

    assertThat(LeftoverProcesses.killAll(jobs)).isEqualTo(1);

    Await.until("the process is gone", () -> ProcessIdentity.of(pid).isEmpty());
    assertThat(jobs).isDirectoryContaining(job::equals).isDirectoryNotContaining(file -> !file.equals(job));
    assertThat(LeftoverProcesses.killAll(jobs)).isZero();
  }

  @Test
  void a_process_that_merely_has_the_same_pid_is_left_alone() throws Exception {
    Process bystander = new ProcessBuilder("sleep", "60").start();
    try {
      int pid = (int) bystander.pid();
      ProcessIdentity identity = ProcessIdentity.of(pid).orElseThrow();
      record("1", new ProcessIdentity(pid, identity.started() - 1, identity.boot()).toString());
      record("2", new ProcessIdentity(pid, identity.started(), "another boot").toString());
      record("3", Integer.toString(pid));
      record("4", pid + " soon " + identity.boot());
      record("5", "");
      assertThat(LeftoverProcesses.killAll(jobs)).isZero();
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void no_folder_means_no_processes() throws IOException {
    assertThat(LeftoverProcesses.killAll(jobs.resolve("missing"))).isZero();
  }

  private void record(String job, String text) throws IOException {
    Files.writeString(jobs.resolve(job + ".process.1"), text);
  }

  /** Starts a process that nobody waits for, and says its pid. */
  static final class Server {
    public static void main(String[] arguments) throws Exception {
      SpawnRequest request =
          new SpawnRequest(
              Path.of("/bin/sh"),
              List.of("-c", "echo $$; exec sleep 65"),
              Map.of(),
              Path.of(arguments[0]),
              SpawnRequest.NO_INPUT,
              Confinement.NONE);
      SupervisedProcess.start(request, Duration.ofMinutes(1), System.out::writeBytes).await();
    }
  }
}
