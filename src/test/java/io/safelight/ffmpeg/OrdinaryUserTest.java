package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** The sandbox of a server that is not root: what it starts has its own user, and would have its rights. */
class OrdinaryUserTest {
  private static final List<String> CLASSES = List.of("io/safelight/config", "io/safelight/ffmpeg", "io/safelight/file");

  @TempDir private Path folder;

  @Test
  void a_server_of_an_ordinary_user_confines_what_it_starts_and_not_itself() throws Exception {
    Optional<ConfinedUser> user = ConfinedUser.of(folder, 0);
    assumeTrue(user.isPresent(), "this is an ordinary user already: SandboxTest says the same");
    Path home = openToAll(Files.createDirectory(folder.resolve("home")));
    copy(Path.of("target/classes"), home);
    copy(Path.of("target/test-classes"), home);
    Path slf4j = Path.of(Logger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Files.copy(slf4j, home.resolve("slf4j.jar"));
    Path tools = TestMedia.installation().ffmpeg().resolveSibling("");
    copyTree(tools, home.resolve("tools"));
    Files.copy(TestMedia.mp4(), home.resolve("clip.mp4"));
    Path work = Files.createDirectory(folder.resolve("work"));
    openToAll(folder);

    List<String> arguments =
        List.of(
            "-Xmx128m", "--enable-native-access=ALL-UNNAMED", "-cp", home + ":" + home.resolve("slf4j.jar"),
            Server.class.getName(), home.toString());
    SpawnRequest request =
        new SpawnRequest(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            arguments,
            Map.of(),
            work,
            SpawnRequest.NO_INPUT,
            new Confinement(user, 0, List.of(), false, false, Optional.empty(), Optional.empty()));
    BoundedOutput output = new BoundedOutput();
    ProcessEnd end = SupervisedProcess.start(request, Duration.ofMinutes(1), output).await();

    assertThat(new String(output.bytes(), StandardCharsets.UTF_8))
        .as(end.log())
        .isEqualTo(
            """
            own user: false
            level: LANDLOCK
            attacks: 1 13 13 1 1
            attack by a pipe: 1 1 1
            ffmpeg: fine
            ffmpeg: fine
            ffmpeg: fine
            ffmpeg: fine
            ffmpeg: fine
            secret: secret
            mode: rw-rw-rw-
            threads with other rights: 0
            """);
  }

  /** A server, as far as this test needs one; its user may do all that the attacks try. */
  static final class Server {
    public static void main(String[] arguments) throws Exception {
      Path home = Path.of(arguments[0]);
      Path tools = home.resolve("tools");
      var installation =
          new FfmpegInstallation(
              tools.resolve("ffmpeg"),
              tools.resolve("ffprobe"),
              Map.of("LC_ALL", "C", "LD_LIBRARY_PATH", tools.toString()));
      Path data = Files.createDirectory(Path.of("data").toAbsolutePath());
      Path secret = Files.writeString(data.resolve("secret"), "secret");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw-rw-"));
      Sandbox sandbox =
          Sandbox.detect(ConfinedRuns.config("4 GiB", ConfinedRuns.PERL), installation, data, data);
      System.out.println("own user: " + sandbox.user().isPresent());
      System.out.println("level: " + sandbox.level());

      Path job = Files.createDirectory(data.resolve("job"));
      String attack =
          "my $s = '%s'; print kill(9, getppid) || $!+0, ' ', open(F, '<', $s) || $!+0, ' ', open(F, '>', $s) || $!+0, ' ',"
              .formatted(secret)
              + " chmod(0777, $s) || $!+0, ' ', utime(1, 1, $s) || $!+0";
      System.out.println("attacks: " + ConfinedRuns.perl(sandbox, job, attack).output());
      // Landlock keeps signals from other processes since its sixth version only.
      Sandbox older = sandbox.withLandlock(Math.min(2, sandbox.landlockVersion().orElseThrow()));
      String pipe = "@ARGV = getppid;\n" + ConfinedRuns.KILL_BY_PIPE;
      System.out.println("attack by a pipe: " + ConfinedRuns.perl(older, job, pipe).output());
      var command =
          new FfmpegCommand(
              home.resolve("clip.mp4"), job, List.of(), List.of("-c", "copy", "out.mp4"), Duration.ofMinutes(1), Priority.BACKGROUND);
      MediaTools ffmpeg = new BundledMediaTools(installation, sandbox, 60_000_000);
      for (int i = 0; i < 5; i++) {
        RunOutcome outcome = ffmpeg.start(command, (_, _) -> {}).await();
        System.out.println("ffmpeg: " + (outcome instanceof RunOutcome.Succeeded ? "fine" : outcome));
      }
      System.out.println("secret: " + Files.readString(secret));
      System.out.println("mode: " + PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
      ProcessRights own = ProcessRights.of("self").orElseThrow();
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        System.out.println(
            "threads with other rights: "
                + tasks
                    .flatMap(task -> ProcessRights.of("self/task/" + task.getFileName()).stream())
                    .filter(rights -> !rights.equals(own))
                    .count());
      }
    }
  }

  private static void copy(Path classes, Path home) throws IOException {
    for (String name : CLASSES) {
      if (Files.isDirectory(classes.resolve(name))) {
        copyTree(classes.resolve(name), home.resolve(name));
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(path -> !Files.isDirectory(path)).toList()) {
        Path copy = to.resolve(file.getFileName().toString());
        if (Files.notExists(copy)) {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static Path openToAll(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
