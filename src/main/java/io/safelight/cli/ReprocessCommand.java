package io.safelight.cli;

import io.safelight.Maintenance;
import io.safelight.StartException;
import io.safelight.config.ConfigException;
import io.safelight.config.Ladder;
import io.safelight.media.MediaId;
import io.safelight.media.Reprocessing;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has media processed again. */
@Command(
    name = "reprocess",
    description = {
      "Make the further sizes of videos again, and give media that failed another try. Needs what was uploaded: see"
          + " processing.keep-source and processing.keep-failed. The jobs wait in the data folder for the server, and behind all others."
          + " Exit status 1 when one that was named was skipped."
    })
final class ReprocessCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ServerOptions options = new ServerOptions();

  @Parameters(paramLabel = "MEDIA_ID", arity = "0..*", description = "The numbers that INIT or 'safelight upload' gave.")
  private List<String> words = List.of();

  @Option(names = "--failed", description = "All media that failed.")
  private boolean failed;

  @Option(names = "--all", description = "All media that failed or succeeded.")
  private boolean all;

  @Option(
      names = "--ladder",
      paramLabel = "LADDER",
      description = "Sizes to make, such as '1080p:8M,480p' or none (default: processing.ladder of the server).")
  private @Nullable String ladder;

  ReprocessCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailure, ConfigException, IOException, StartException {
    LogSetup.quiet();
    if ((words.isEmpty() ? 0 : 1) + (failed ? 1 : 0) + (all ? 1 : 0) != 1) {
      throw CommandFailure.wrongArgument("Say which media: name them, or add --failed, or --all.");
    }
    List<MediaId> ids = List.copyOf(MediaIdList.parse(words));
    Ladder wanted = ladder();
    Map<Reprocessing, Integer> outcomes = new EnumMap<>(Reprocessing.class);
    try (Maintenance maintenance = Maintenance.open(options.config())) {
      if (ids.isEmpty()) {
        maintenance.reprocessAll(failed, wanted, (_, outcome) -> outcomes.merge(outcome, 1, Integer::sum));
      } else {
        maintenance.reprocess(
            ids,
            wanted,
            (id, outcome) -> {
              outcomes.merge(outcome, 1, Integer::sum);
              terminal.println(id + (outcome == Reprocessing.QUEUED ? " queued" : " skipped: " + reason(outcome)));
            });
      }
    }
    int queued = outcomes.getOrDefault(Reprocessing.QUEUED, 0);
    int skipped = outcomes.values().stream().mapToInt(Integer::intValue).sum() - queued;
    if (ids.isEmpty()) {
      outcomes.forEach(
          (outcome, number) -> {
            if (outcome != Reprocessing.QUEUED) {
              terminal.println(number + " skipped: " + reason(outcome));
            }
          });
    }
    terminal.println(queued + " queued, " + skipped + " skipped");
    boolean asWanted = skipped == outcomes.getOrDefault(Reprocessing.QUEUED_BEFORE, 0);
    return ids.isEmpty() || asWanted ? 0 : CommandFailure.FAILED;
  }

  private @Nullable Ladder ladder() throws CommandFailure {
    try {
      return ladder == null ? null : Ladder.parse(ladder);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongArgument(
          "'" + ladder + "' is no ladder; write for example '1080p:8M,480p:950k', or none. Only 1080p, 720p, 480p and 320p"
              + " have usual bit rates.");
    }
  }

  private static String reason(Reprocessing outcome) {
    return switch (outcome) {
      case QUEUED -> throw new IllegalArgumentException("not skipped");
      case QUEUED_BEFORE -> "it is queued with this ladder already";
      case BUSY -> "it is being processed; try again when that has ended";
      case OPEN -> "its upload is not complete";
      case NO_SOURCE -> 
          "what was uploaded is not kept; processing.keep-source and processing.keep-failed say what of uploads to come will be";
      case NO_VIDEO -> "only videos have sizes to be made again";
      case UNKNOWN -> "there is no such media; it may have expired";
    };
  }
}
