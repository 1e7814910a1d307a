package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.client.ExchangeObserver.Exchange;
import io.safelight.client.MediaStatus;
import io.safelight.client.ResumableUpload;
import io.safelight.client.SafelightClient;
import io.safelight.client.UploadJournal;
import io.safelight.testmedia.TestMedia;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client sends to a whole server of a video whose index is at its end. */
class TailFirstUploadTest {
  private static final Path FILE = TestMedia.mp4IndexAtEnd();
  private static final Pattern INDEX = Pattern.compile("segment_index=(\\d+)");

  @TempDir Path folder;
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private Safelight server;
  private SafelightClient client;
  private UploadJournal journal;
  private int segmentBytes;

  @BeforeEach
  void start() throws Exception {
    segmentBytes = (int) (Files.size(FILE) / 6) + 1;
    server = TestSafelight.start(folder.resolve("data"));
    String token = Safelight.createUser(folder.resolve("data"), "alice").bearerToken();
    client = new SafelightClient(server.uri(), token, exchanges::add);
    journal = new UploadJournal(folder.resolve("journal"), InstantSource.system());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void its_ends_go_first_and_it_succeeds() throws Exception {
    assertThat(upload().state()).isEqualTo(MediaStatus.State.SUCCEEDED);
    assertThat(sent()).containsExactly(0, 5, 1, 2, 3, 4);
  }

  @Test
  void cut_off_after_its_ends_it_goes_on_with_the_middle() throws Exception {
    String mediaId = client.init(Files.size(FILE), "video/mp4", "tweet_video").mediaId();
    journal.remember(
        UploadJournal.Key.of(client.server(), FILE, "tweet_video"), new UploadJournal.Entry(mediaId, segmentBytes));
    long tail = 5L * segmentBytes;
    try (FileChannel file = FileChannel.open(FILE)) {
      client.append(mediaId, 0, file, 0, segmentBytes, _ -> {});
      client.append(mediaId, 5, file, tail, Files.size(FILE) - tail, _ -> {});
    }
    MediaStatus end = upload();
    assertThat(end.mediaId()).isEqualTo(mediaId);
    assertThat(end.state()).isEqualTo(MediaStatus.State.SUCCEEDED);
    assertThat(sent()).containsExactly(0, 5, 1, 2, 3, 4);
  }

  private MediaStatus upload() throws Exception {
    var options = new ResumableUpload.Options("video/mp4", "tweet_video", segmentBytes, 1);
    MediaStatus status = new ResumableUpload(client, journal, options, new Silence()).run(FILE);
    return client.waitUntilFinished(status, _ -> {});
  }

  private List<Integer> sent() {
    return exchanges.stream()
        .map(exchange -> INDEX.matcher(exchange.sent()))
        .filter(Matcher::find)
        .map(found -> Integer.valueOf(found.group(1)))
        .toList();
  }

  private static final class Silence implements ResumableUpload.Listener {
    @Override
    public void opened(String mediaId, boolean resumed, long bytesThere) {}

    @Override
    public void progress(long bytes, long total) {}
  }
}
