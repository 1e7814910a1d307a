package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.config.SandboxConfig.Level;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What confines ffmpeg where the kernel has no Landlock. */
class BubblewrapTest {
  @TempDir private Path around;

  @Test
  void where_landlock_is_missing_bwrap_takes_its_place() throws Exception {
    assumeTrue(Bubblewrap.find().isPresent(), "bwrap is not installed on this machine");
    Path folder = Files.createDirectory(around.resolve("work"));
    Path outside = Files.writeString(around.resolve("outside"), "secret");
    Sandbox sandbox = withoutLandlock();
    assumeTrue(sandbox.level() != Level.LIMITS, "bwrap may not make namespaces here");

    assertThat(sandbox.describe()).isEqualTo("bubblewrap (bwrap, seccomp, limits)");
    ConfinedRuns.Result attack =
        ConfinedRuns.shell(
            sandbox,
            folder,
            "{ read -r l; } < %s && echo read; { echo x; } > %s && echo wrote; kill -0 $$ && echo signal; echo own > own"
                .formatted(outside, outside));
    assertThat(attack.output()).isEmpty();
    assertThat(outside).hasContent("secret");
    assertThat(folder.resolve("own")).hasContent("own");
    MediaTools tools = new BundledMediaTools(TestMedia.installation(), sandbox, 60_000_000);
    assertThat(tools.probe(TestMedia.mp4(), folder, Duration.ofMinutes(1))).isInstanceOf(ProbeOutcome.Probed.class);
  }

  @Test
  void without_landlock_and_bwrap_there_are_limits_and_what_else_works() {
    Sandbox sandbox = trials().strongest(EnumSet.of(Layer.LIMITS, Layer.SECCOMP));
    assertThat(sandbox.level()).isEqualTo(Level.LIMITS);
    assertThat(trials().strongest(EnumSet.noneOf(Layer.class)).level()).isEqualTo(Level.NONE);
  }

  @Test
  void a_command_sees_its_folder_and_what_it_is_handed() {
    var bubblewrap = new Bubblewrap(Path.of("/usr/bin/bwrap"));
    assertThat(
            bubblewrap.around(
                List.of("/opt/ffmpeg", "-version"), Path.of("/jobs/1"), List.of(Path.of("/proc"), Path.of("/missing")), Optional.of(3)))
        .containsExactly(
            "/usr/bin/bwrap", "--unshare-all", "--cap-drop", "ALL", "--ro-bind", "/proc", "/proc", "--bind", "/jobs/1", "/jobs/1",
            "--chdir", "/jobs/1", "--remount-ro", "/", "--seccomp", "3", "--", "/opt/ffmpeg", "-version");
  }

  @Test
  void a_crash_is_seen_through_it() {
    assertThat(Bubblewrap.seenThrough(exited(139)).signal()).isEqualTo(11);
    assertThat(Bubblewrap.seenThrough(exited(134)).exitCode()).as("a full quota").isEqualTo(134);
    assertThat(Bubblewrap.seenThrough(exited(183)).exitCode()).as("invalid data").isEqualTo(183);
    assertThat(Bubblewrap.seenThrough(exited(0)).exitCode()).isZero();
  }

  private Sandbox withoutLandlock() {
    return trials().strongest(EnumSet.complementOf(EnumSet.of(Layer.LANDLOCK)));
  }

  private SandboxTrials trials() {
    return new SandboxTrials(
        ConfinedRuns.config("4 GiB"), TestMedia.installation(), ConfinedUser.of(around, 0), around);
  }

  private static LibC.Reaped exited(int code) {
    return new LibC.Reaped(code << 8, Duration.ZERO);
  }
}
