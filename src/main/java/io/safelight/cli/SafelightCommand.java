package io.safelight.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code safelight} itself, which only leads to the others. */
@Command(
    name = "safelight",
    description = "A media server that speaks the upload API of X: upload, process, poll, post.",
    versionProvider = SafelightCommand.Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Begin with 'safelight demo'. All settings are in docs/config.md."})
final class SafelightCommand {
  @Option(
      names = "--verbose",
      description = "Show debug messages and stack traces (also: SAFELIGHT_DEBUG=1).",
      scope = ScopeType.INHERIT)
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SafelightCommand.class.getPackage().getImplementationVersion();
      return new String[] {"safelight " + (version == null ? "(not packaged)" : version)};
    }
  }
}
