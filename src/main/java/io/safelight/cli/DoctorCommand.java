package io.safelight.cli;

import io.safelight.config.ConfigException;
import io.safelight.config.SafelightConfig;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what works on this machine and what to do about the rest. */
@Command(
    name = "doctor",
    description = "Check what the server needs on this machine. Exit status 1 when something is missing.")
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOptions options = new ServerOptions();

  @Option(names = "--port", paramLabel = "PORT", description = "Port that the server listens on (default: 8080).")
  private @Nullable String port;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ConfigException {
    LogSetup.quiet();
    SafelightConfig config = options.config(port == null ? Map.of() : Map.of("server.port", port));
    boolean healthy = true;
    for (Finding finding : new Examination(config).findings()) {
      terminal.println(line(finding));
      healthy &= finding.verdict() != Finding.Verdict.MISSING;
    }
    return healthy ? 0 : CommandFailure.FAILED;
  }

  private String line(Finding finding) {
    String verdict =
        switch (finding.verdict()) {
          case GOOD -> terminal.paint(Terminal.Colour.GOOD, "ok     ");
          case NOTE -> terminal.paint(Terminal.Colour.WARNING, "note   ");
          case MISSING -> terminal.paint(Terminal.Colour.BAD, "problem");
        };
    return "%s  %-11s  %s".formatted(verdict, finding.subject(), finding.sentence());
  }
}
