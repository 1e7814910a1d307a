package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.Await;
import io.safelight.ffmpeg.ConfinedRuns.Result;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that leave the session of a run, where no filter keeps it from starting any. */
class StrayProcessesTest {
  /** Each in a session of its own, and started by the one before it, which stays. */
  private static final String NEST =
      """
      use POSIX ();
      $0 = 'stray-nest';
      for (my $i = 0; $i < 200; $i++) {
        my $child = fork;
        if ($child) { sleep 600; exit }
        POSIX::setsid();
      }
      open F, '>', 'deep'; close F;
      sleep 600;
      """;

  /** Each in a session of its own, and started by the one before it, which ends. */
  private static final String CHAIN =
      """
      use POSIX ();
      if (fork) { sleep 2; exit 7 }
      $0 = 'stray-chain';
      for (my $i = 0; $i < 300; $i++) {
        exit if fork;
        POSIX::setsid();
      }
      open F, '>', 'deep'; close F;
      sleep 600;
      """;

  @TempDir private Path around;
  private Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void makeFolder() throws Exception {
    assumeTrue(ConfinedRuns.hasPerl(), "there is no perl on this machine");
    folder = Files.createDirectory(around.resolve("work"));
    sandbox =
        Sandbox.detect(ConfinedRuns.config("4 GiB", ConfinedRuns.PERL), TestMedia.installation(), around, around)
            .with(EnumSet.of(Layer.LIMITS));
  }

  @Test
  void a_nest_of_sessions_ends_with_the_run_that_began_it() throws Exception {
    Path other = Files.createDirectory(around.resolve("other"));
    AtomicReference<Result> neighbour = new AtomicReference<>();
    Thread beside = Thread.ofPlatform().start(() -> neighbour.set(waitFor(other)));
    Files.writeString(folder.resolve("nest.pl"), NEST);

    Result result =
        ConfinedRuns.perl(
            sandbox, folder, "if (!fork) { exec '/usr/bin/perl', 'nest.pl' } select undef, undef, undef, 0.01 until -e 'deep'; exit 7");

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(named("stray-nest")).isZero();
    Files.createFile(other.resolve("go"));
    beside.join();
    assertThat(neighbour.get().exitCode()).as("a run beside it").isEqualTo(8);
  }

  @Test
  void links_of_a_chain_are_reaped_while_the_run_goes_on_and_the_last_one_is_killed() throws Exception {
    CompletableFuture<Result> run =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return ConfinedRuns.perl(sandbox, folder, CHAIN);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    Await.until("the last link runs, or was killed on the way", () -> Files.exists(folder.resolve("deep")) || run.isDone());
    Await.until("all links are reaped", () -> named("stray-chain") == 0);

    assertThat(run.get(1, TimeUnit.MINUTES).exitCode()).isEqualTo(7);
    Await.until("none is left", () -> named("stray-chain") == 0);
  }

  private Result waitFor(Path other) {
    try {
      return ConfinedRuns.perl(sandbox, other, "select undef, undef, undef, 0.01 until -e 'go'; exit 8");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many processes there are of a name, dead ones among them. */
  private static long named(String name) throws Exception {
    return ProcessStat.all().stream()
        .filter(process -> nameOf(process.pid()).equals(name))
        .count();
  }

  private static String nameOf(int pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
    } catch (IOException ended) {
      return "";
    }
  }
}
