package io.safelight.ffmpeg;

import io.safelight.config.ByteSize;
import io.safelight.config.SandboxConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Programs that try what ffmpeg should not be able to do, in its place. Perl calls the kernel by number, and every Debian has it;
 * the shell does the rest.
 */
final class ConfinedRuns {
  static final Path PERL = Path.of("/usr/bin/perl");
  static final Duration LONG = Duration.ofMinutes(1);

  /** F_SETSIG, F_SETOWN and F_SETFL with O_ASYNC, and then something to read; says the error number of each, 0 for none. */
  static final String KILL_BY_PIPE =
      """
      pipe(my $read, my $write);
      print join(' ', map { fcntl($read, $$_[0], $$_[1]) ? 0 : $!+0 } [10, 9], [8, $ARGV[0]+0], [4, 0x2000]);
      syswrite($write, 'x');
      """;

  private ConfinedRuns() {}

  /** The defaults, but for memory, and for programs that may be run. */
  static SandboxConfig config(String memory, Path... readable) {
    return new SandboxConfig(
        SandboxConfig.Level.NONE,
        ByteSize.parse(memory),
        ByteSize.parse("8 GiB"),
        Duration.ofMinutes(1),
        0,
        Stream.of(readable).map(Path::toString).toList());
  }

  static boolean hasPerl() {
    return Files.isExecutable(PERL);
  }

  /** How a program ended, and what it wrote. */
  record Result(ProcessEnd end, String output) {
    int exitCode() {
      return end instanceof ProcessEnd.Exited exited ? exited.code() : -1;
    }

    List<String> lines() {
      return output.lines().toList();
    }
  }

  static Result perl(Sandbox sandbox, Path folder, String script) throws IOException, InterruptedException {
    // From a file: for a script among its arguments perl opens the null device, which is outside.
    Files.writeString(folder.resolve("script.pl"), script);
    return run(sandbox, folder, PERL, List.of("script.pl"));
  }

  static Result shell(Sandbox sandbox, Path folder, String script) throws InterruptedException {
    return run(sandbox, folder, ResourceLimits.SHELL, List.of("-c", script));
  }

  static Result run(Sandbox sandbox, Path folder, Path program, List<String> arguments) throws InterruptedException {
    BoundedOutput output = new BoundedOutput();
    var installation = new FfmpegInstallation(program, program, Map.of());
    SpawnRequest request =
        sandbox.request(installation, program, arguments, folder, SpawnRequest.NO_INPUT, LONG);
    ProcessEnd end = SupervisedProcess.start(request, LONG, output).await();
    return new Result(end, new String(output.bytes(), StandardCharsets.UTF_8));
  }
}
