package io.safelight.cli;

import io.safelight.Maintenance;
import io.safelight.StartException;
import io.safelight.config.ConfigException;
import io.safelight.media.Deletion;
import io.safelight.media.MediaId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes media with all of their files. */
@Command(
    name = "delete",
    description = {
      "Delete media with all of their files, in whatever state they are. Works while the server runs and while it does not."
          + " Exit status 1 when one was not deleted."
    })
final class MediaDeleteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(paramLabel = "MEDIA_ID", arity = "1..*", description = "The numbers that INIT or 'safelight upload' gave.")
  private List<String> words = List.of();

  @Option(
      names = "--force",
      description = "Delete also what a post or a product uses; posts stay, without the media.")
  private boolean force;

  MediaDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailure, ConfigException, IOException, StartException {
    LogSetup.quiet();
    Set<MediaId> ids = MediaIdList.parse(words);
    List<MediaId> deleted = new ArrayList<>();
    try (Maintenance maintenance = Maintenance.open(options.config())) {
      for (MediaId id : ids) {
        switch (maintenance.delete(id, force)) {
          case Deletion.Deleted(String slug) -> {
            deleted.add(id);
            terminal.println(id + " deleted; nothing below /media/" + slug + "/ is served any more");
          }
          case Deletion.Held(int posts, boolean kept) -> terminal.remark(held(id, posts, kept));
          case Deletion.Unknown() -> terminal.remark("There is no media " + id + "; it may have expired.");
        }
      }
      if (!deleted.isEmpty() && !maintenance.removeFiles(deleted)) {
        terminal.remark("The running server removes the files within two minutes.");
      }
    }
    return deleted.size() == ids.size() ? 0 : CommandFailure.FAILED;
  }

  private static String held(MediaId id, int posts, boolean kept) {
    String users =
        switch (posts) {
          case 0 -> "a product keeps it";
          case 1 -> "it is in a post" + (kept ? ", and a product keeps it" : "");
          default -> "it is in " + posts + " posts" + (kept ? ", and a product keeps it" : "");
        };
    return "Media " + id + " is not deleted: " + users + ". --force deletes it all the same.";
  }
}
