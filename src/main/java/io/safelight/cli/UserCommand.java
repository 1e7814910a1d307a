package io.safelight.cli;

import picocli.CommandLine.Command;

/** The command {@code user}, which only leads to others. */
@Command(name = "user", description = "Manage users.", synopsisSubcommandLabel = "COMMAND")
final class UserCommand {}
