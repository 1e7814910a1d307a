package io.safelight.cli;

import io.safelight.Maintenance;
import io.safelight.Source;
import io.safelight.StartException;
import io.safelight.blob.StoredUpload;
import io.safelight.config.ConfigException;
import io.safelight.media.MediaId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the file that was uploaded as a media. */
@Command(
    name = "source",
    description = {
      "Write the file that was uploaded as a media, where it is kept: see processing.keep-failed and processing.keep-source."
          + " Works while the server runs and while it does not."
    })
final class MediaSourceCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(paramLabel = "MEDIA_ID", description = "The number that INIT or 'safelight upload' gave.")
  private String word = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "A new file, readable by its owner only. Strangers may have made what is in it.")
  private Path out = Path.of("");

  MediaSourceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailure, ConfigException, IOException, StartException {
    LogSetup.quiet();
    MediaId id = MediaIdList.parse(word);
    try (Maintenance maintenance = Maintenance.open(options.config())) {
      StoredUpload upload =
          switch (maintenance.source(id)) {
            case Source.Kept(StoredUpload kept) -> kept;
            case Source.NotKept() ->
                throw CommandFailure.failed(
                    "What was uploaded as media " + id
                        + " is not kept; processing.keep-failed and processing.keep-source say what of uploads to come will be.");
            case Source.Open() -> throw CommandFailure.failed("The upload of media " + id + " is not complete.");
            case Source.Unknown() ->
                throw CommandFailure.failed("There is no media " + id + "; it may have expired, and its file with it.");
          };
      try (NewFile file = NewFile.reserve(out)) {
        file.write(upload::copyTo);
      }
      terminal.println(out + " has the " + upload.bytes() + " bytes that were uploaded as media " + id);
    }
    return 0;
  }
}
