package io.safelight.cli;

import io.safelight.Safelight;
import io.safelight.StartException;
import io.safelight.auth.NewAccount;
import io.safelight.client.MediaStatus;
import io.safelight.client.Post;
import io.safelight.client.ResumableUpload;
import io.safelight.client.SafelightClient;
import io.safelight.client.UploadJournal;
import io.safelight.config.ConfigException;
import io.safelight.config.SafelightConfig;
import io.safelight.media.MediaCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the whole way of a video, from the first chunk to a post that plays, on a server of its own. */
@Command(
    name = "demo",
    description = "Start a server, upload a video in chunks, process it, post it, and show every request on the way.")
final class DemoCommand implements Callable<Integer> {
  /** Small, so that there are several. */
  private static final int SEGMENT_BYTES = 1024 * 1024;

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "What to upload (default: a clip that is made now).")
  private @Nullable Path file;

  @Option(names = "--exit", description = "Stop when done, with exit status 1 unless the media succeeded.")
  private boolean exit;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call()
      throws CommandFailure, ConfigException, IOException, StartException, InterruptedException {
    LogSetup.quiet();
    String type =
        file == null
            ? DemoSetup.CLIP_TYPE
            : MediaTypes.require(file, "name a video, an image or subtitles, such as clip.mp4");
    DemoSetup setup = DemoSetup.prepare(System.getenv());
    SafelightConfig config = setup.config();
    try (RunningServer server = RunningServer.start(config, () -> {}, setup::remove)) {
      NewAccount account = Safelight.createUser(config.server().data(), "demo");
      terminal.println(heading("A server, a user, a file"));
      terminal.println("server  " + server.uri() + "  (its data goes when it stops: " + config.server().data() + ")");
      terminal.println("user    " + account.screenName() + ", user_id " + account.userId());
      Path upload = file != null ? file : setup.makeClip();
      String origin = file != null ? "" : ", made with ffmpeg: " + DemoSetup.CLIP;
      terminal.println("file    " + upload + "  (" + TransferBar.size(Files.size(upload)) + origin + ")");
      var observer = new ExchangePrinter(terminal);
      try (var client = new SafelightClient(server.uri(), account.bearerToken(), observer)) {
        MediaStatus status = upload(client, setup, upload, type);
        if (status.state() != MediaStatus.State.SUCCEEDED) {
          terminal.println("\nThe media " + MediaWatch.outcome(terminal, status));
          return CommandFailure.FAILED;
        }
        String url = post(client, status);
        if (!exit) {
          new DemoFarewell(terminal, server.uri(), account).print(status.mediaId(), url);
        }
      }
      if (exit) {
        terminal.println("The media " + terminal.paint(Terminal.Colour.GOOD, "succeeded") + ", was posted, and plays.");
        return 0;
      }
      terminal.println("The server goes on until you press Ctrl-C.");
      server.awaitEnd();
      return 0;
    }
  }

  private MediaStatus upload(SafelightClient client, DemoSetup setup, Path upload, String type)
      throws IOException, InterruptedException {
    String category = MediaCategory.infer(type).orElse(MediaCategory.TWEET_VIDEO).wireName();
    var options =
        new ResumableUpload.Options(type, category, SEGMENT_BYTES, ResumableUpload.Options.DEFAULT_CONNECTIONS);
    var journal = new UploadJournal(setup.folder().resolve("journal"), InstantSource.system());
    terminal.println(heading("INIT, APPEND, FINALIZE"));
    MediaStatus latest;
    try (var bar = new TransferBar(terminal, String.valueOf(upload.getFileName()))) {
      latest = new ResumableUpload(client, journal, options, bar).run(upload);
    }
    if (!latest.isFinished()) {
      terminal.println(heading("STATUS, as often as check_after_secs says"));
    }
    try (var bar = new ProgressBar(terminal, "", "processing ")) {
      return MediaWatch.follow(client, bar, latest);
    }
  }

  /** Posts the media, shows the post, and fetches what a player would play. */
  private String post(SafelightClient client, MediaStatus status) throws IOException, InterruptedException {
    terminal.println(heading("Post it, and show the post"));
    Post posted = client.post("Safe to look.", List.of(status.mediaId()));
    Post shown = client.show(posted.id());
    terminal.println(heading("What a player gets"));
    return new PlaybackCheck(terminal).fetch(shown.media().getFirst());
  }

  private String heading(String text) {
    return "\n" + terminal.paint(Terminal.Colour.FAINT, "── ") + text;
  }
}
