package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that was killed and cannot be reaped, as one that hangs in the kernel on a disk that does not answer. Here it is one whose
 * end a debugger has to hear of first, and the debugger does not listen.
 */
class HangingProcessTest {
  private static final long PTRACE_SEIZE = 0x4206;

  @TempDir Path around;

  @Test
  void while_one_cannot_be_reaped_others_start_and_end() throws Exception {
    assumeTrue(ConfinedRuns.hasPerl(), "there is no perl on this machine");
    SpawnRequest request = request("hanging", "exec sleep 60");
    CompletableFuture<SpawnedProcess> started = new CompletableFuture<>();
    CompletableFuture<LibC.Reaped> reaped = new CompletableFuture<>();
    Thread supervisor = Thread.ofPlatform().daemon().start(() -> supervise(request, started, reaped));
    SpawnedProcess hanging = started.get(1, TimeUnit.MINUTES);
    Process debugger = debuggerOf(hanging.pid());
    try {
      hanging.kill();
      Await.until("the supervisor waits for a process", () -> isWaiting(supervisor));

      SupervisedProcess other = SupervisedProcess.start(request("other", "exit 7"), Duration.ofMinutes(1), _ -> {});
      CompletableFuture<ProcessEnd> end = CompletableFuture.supplyAsync(() -> await(other));
      assertThat(end.get(1, TimeUnit.MINUTES)).isInstanceOfSatisfying(
          ProcessEnd.Exited.class, exited -> assertThat(exited.code()).isEqualTo(7));
      assertThat(reaped).isNotDone();
    } finally {
      debugger.destroyForcibly().waitFor();
    }
    assertThat(reaped.get(1, TimeUnit.MINUTES).signal()).isEqualTo(LibC.SIGKILL);
  }

  private static void supervise(
      SpawnRequest request, CompletableFuture<SpawnedProcess> started, CompletableFuture<LibC.Reaped> reaped) {
    try {
      SpawnedProcess process = SpawnedProcess.spawn(request);
      started.complete(process);
      while (!process.hasEnded()) {
        process.pump(-1, _ -> {}, _ -> {});
      }
      reaped.complete(process.reap(_ -> {}, _ -> {}));
    } catch (Throwable t) {
      started.completeExceptionally(t);
      reaped.completeExceptionally(t);
    }
  }

  private static ProcessEnd await(SupervisedProcess process) {
    try {
      return process.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In the function of the C library that ends when the process does. */
  private static boolean isWaiting(Thread supervisor) {
    return Arrays.stream(supervisor.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("awaitEnd") || frame.getMethodName().equals("wait4"));
  }

  private static Process debuggerOf(int pid) throws Exception {
    long ptrace = Architecture.ofThisMachine().map(SystemCall.PTRACE::number).orElseThrow().orElseThrow();
    String script =
        "$| = 1; print syscall(%d, %d, %d, 0, 0) == 0 ? qq(attached\\n) : qq(refused\\n); sleep 600"
            .formatted(ptrace, PTRACE_SEIZE, pid);
    Process debugger = new ProcessBuilder(ConfinedRuns.PERL.toString(), "-e", script).start();
    assumeTrue(debugger.inputReader().readLine().equals("attached"), "this machine allows no debugging");
    return debugger;
  }

  private SpawnRequest request(String name, String script) throws Exception {
    Path folder = Files.createDirectory(around.resolve(name));
    return new SpawnRequest(
        ResourceLimits.SHELL, List.of("-c", script), Map.of(), folder, SpawnRequest.NO_INPUT, Confinement.NONE);
  }
}
