package io.safelight.cli;

import io.safelight.client.MediaStatus;
import io.safelight.client.ResumableUpload;
import io.safelight.client.SafelightClient;
import io.safelight.client.UploadJournal;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads files and waits until they are processed. */
@Command(
    name = "upload",
    description =
        "Upload files in chunks and wait until they are processed. Run it again to go on where it was cut off.")
final class UploadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ClientOptions options = new ClientOptions();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Videos, images or subtitles.")
  private List<Path> files = List.of();

  @Option(names = "--category", paramLabel = "CATEGORY", description = "What the media are for, such as dm_video"
      + " (default: tweet_video, tweet_gif, tweet_image or subtitles, by the file's name).")
  private @Nullable String category;

  @Option(names = "--type", paramLabel = "TYPE", description = "MIME type (default: by the file's name).")
  private @Nullable String type;

  @Option(names = "--alt", paramLabel = "TEXT", description = "Describe an image or GIF for people who cannot see it.")
  private @Nullable String alt;

  UploadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailure, IOException, InterruptedException {
    LogSetup.quiet();
    List<ResumableUpload.Options> plans = new ArrayList<>();
    for (Path file : files) {
      plans.add(plan(file));
    }
    boolean succeeded = true;
    var journal = new UploadJournal(StateFolder.uploads(System.getenv()), InstantSource.system());
    try (SafelightClient client = options.client(terminal)) {
      for (int i = 0; i < files.size(); i++) {
        succeeded &= upload(client, journal, files.get(i), plans.get(i));
      }
    }
    return succeeded ? 0 : CommandFailure.FAILED;
  }

  private ResumableUpload.Options plan(Path file) throws CommandFailure {
    String mediaType = type;
    if (mediaType == null) {
      mediaType = MediaTypes.require(file, "add --type, such as --type video/mp4");
    } else {
      MediaTypes.requireFile(file);
    }
    Optional<MediaCategory> inferred = MediaCategory.infer(mediaType);
    Optional<MediaCategory> found =
        category != null ? MediaCategory.parse(category) : inferred;
    if (found.isEmpty()) {
      throw CommandFailure.wrongArgument(
          category != null
              ? "'" + category + "' is not a category; there are " + MediaCategory.names() + "."
              : "Files of type " + mediaType + " are not accepted.");
    }
    MediaKind kind = found.get().kind();
    if (inferred.isPresent() && !mayBe(inferred.get().kind(), kind)) {
      throw CommandFailure.wrongArgument(
          "%s is %s, which cannot be %s; %s would fit."
              .formatted(file, mediaType, found.get().wireName(), inferred.get().wireName()));
    }
    if (alt != null && kind != MediaKind.IMAGE && kind != MediaKind.GIF) {
      throw CommandFailure.wrongArgument(
          "--alt describes images and GIFs only, and %s is %s.".formatted(file, found.get().wireName()));
    }
    return ResumableUpload.Options.of(mediaType, found.get().wireName());
  }

  /** Whether a file whose type says the one may be meant as the other; within that the server looks at the bytes. */
  private static boolean mayBe(MediaKind declared, MediaKind meant) {
    return switch (meant) {
      case IMAGE, GIF -> declared == MediaKind.IMAGE || declared == MediaKind.GIF;
      case VIDEO, SUBTITLES -> declared == meant;
    };
  }

  private boolean upload(SafelightClient client, UploadJournal journal, Path file, ResumableUpload.Options plan)
      throws IOException, InterruptedException {
    String name = String.valueOf(file.getFileName());
    var key = UploadJournal.Key.of(client.server(), file, plan.category());
    MediaStatus status;
    try (var bar = new TransferBar(terminal, name);
        var _ = new InterruptNotice(bar::interrupted)) {
      status = new ResumableUpload(client, journal, plan, bar).run(file);
      if (alt != null) {
        client.describe(status.mediaId(), alt);
      }
    }
    MediaStatus end = MediaWatch.untilFinished(client, terminal, name, status);
    journal.forget(key);
    if (end.state() != MediaStatus.State.SUCCEEDED) {
      return false;
    }
    Duration expires = end.expiresAfter();
    String here = expires == null ? "" : ", here for " + MediaWatch.inWords(expires);
    if (plan.category().equals(MediaCategory.SUBTITLES.wireName())) {
      terminal.println("media_id " + end.mediaId() + ", valid subtitles" + here);
    } else {
      terminal.println("media_id " + end.mediaId() + here + "; a post keeps it:");
      terminal.println(
          "POST %s/1.1/statuses/update.json  status=TEXT media_ids=%s".formatted(client.server(), end.mediaId()));
    }
    return true;
  }
}
