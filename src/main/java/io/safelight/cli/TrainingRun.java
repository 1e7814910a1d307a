package io.safelight.cli;

import io.safelight.Safelight;
import io.safelight.auth.NewAccount;
import io.safelight.client.ResumableUpload;
import io.safelight.client.SafelightClient;
import io.safelight.client.UploadJournal;
import io.safelight.config.ConfigLoader;
import io.safelight.config.SafelightConfig;
import io.safelight.file.FolderRemover;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Does once, on a server of its own, what a start and the first requests need, while the JVM writes down which classes
 * were loaded and what the compiler learnt. The launcher makes the ahead-of-time cache (JEP 483, 514, 515) with it.
 */
final class TrainingRun {
  private static final String SUBTITLES = "1\n00:00:00,000 --> 00:00:01,000\nSafe to look.\n";

  private TrainingRun() {}

  public static void main(String[] args) throws Exception {
    LogSetup.quiet();
    var nowhere = new PrintWriter(Writer.nullWriter());
    CommandLineTool.run(new Terminal(nowhere, nowhere), "serve", "--help");
    Path folder = Files.createTempDirectory("safelight-training-");
    Map<String, String> flags =
        Map.of("server.port", "0", "server.data", folder.resolve("data").toString(), "upload.reserve", "0");
    SafelightConfig config = ConfigLoader.load(Optional.empty(), flags, Map.of());
    try (Safelight server = Safelight.start(config)) {
      NewAccount account = Safelight.createUser(config.server().data(), "training");
      Path file = Files.writeString(folder.resolve("training.srt"), SUBTITLES);
      try (var client = new SafelightClient(server.uri(), account.bearerToken())) {
        var journal = new UploadJournal(folder.resolve("journal"), InstantSource.system());
        var upload =
            new ResumableUpload(client, journal, ResumableUpload.Options.of("text/srt", "subtitles"), new Unheard());
        client.waitUntilFinished(upload.run(file), status -> {});
      }
    } finally {
      FolderRemover.remove(folder);
    }
  }

  private static final class Unheard implements ResumableUpload.Listener {
    @Override
    public void opened(String mediaId, boolean resumed, long bytesThere) {}

    @Override
    public void progress(long bytes, long total) {}
  }
}
