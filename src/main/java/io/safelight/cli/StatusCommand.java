package io.safelight.cli;

import io.safelight.client.MediaStatus;
import io.safelight.client.RequestFailedException;
import io.safelight.client.SafelightClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks how a media is doing. */
@Command(name = "status", description = "Show the state of a media. Exit status 1 when it failed.")
final class StatusCommand implements Callable<Integer> {
  private static final int HTTP_NOT_FOUND = 404;

  private final Terminal terminal;

  @Mixin private ClientOptions options = new ClientOptions();

  @Parameters(paramLabel = "MEDIA_ID", description = "The number that INIT or 'safelight upload' gave.")
  private String mediaId = "";

  @Option(names = "--watch", description = "Wait until it is finished.")
  private boolean watch;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailure, IOException, InterruptedException {
    LogSetup.quiet();
    MediaIdList.parse(mediaId);
    try (SafelightClient client = options.client(terminal)) {
      MediaStatus status = ask(client);
      if (watch) {
        status = MediaWatch.untilFinished(client, terminal, mediaId, status);
      } else {
        terminal.println(mediaId + " " + MediaWatch.outcome(terminal, status));
      }
      return status.state() == MediaStatus.State.FAILED ? CommandFailure.FAILED : 0;
    }
  }

  private MediaStatus ask(SafelightClient client) throws CommandFailure, IOException, InterruptedException {
    try {
      return client.status(mediaId);
    } catch (RequestFailedException e) {
      if (e.status() == HTTP_NOT_FOUND) {
        throw CommandFailure.failed("There is no media " + mediaId + " of this user; it may have expired.");
      }
      throw e;
    }
  }
}
