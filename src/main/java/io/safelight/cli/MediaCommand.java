package io.safelight.cli;

import picocli.CommandLine.Command;

/** The command {@code media}, which only leads to others. */
@Command(name = "media", description = "Manage the media of a data folder.", synopsisSubcommandLabel = "COMMAND")
final class MediaCommand {}
