package io.safelight.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumableUploadTest {
  private static final int SEGMENT_BYTES = 10_000;
  private static final int TOTAL = 45_678;

  @TempDir Path folder;
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final AtomicLong progress = new AtomicLong();
  private final List<String> opened = new CopyOnWriteArrayList<>();
  private FakeServer server;
  private Path file;
  private byte[] content;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    content = new byte[TOTAL];
    new Random(1).nextBytes(content);
    file = Files.write(folder.resolve("clip.mp4"), content);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_file_arrives_byte_for_byte() throws Exception {
    assertThat(upload(2).mediaId()).isEqualTo("12");
    assertThat(server.received()).isEqualTo(content);
    assertThat(progress).hasValue(TOTAL);
    assertThat(server.log()).startsWith("INIT").endsWith("FINALIZE").hasSize(7);
    assertThat(opened).containsExactly("12 false");
  }

  @Test
  void a_busy_server_is_asked_again_when_it_wants_to_be() throws Exception {
    server.plan("APPEND 1", new FakeServer.Answer(503, "", Map.of("Retry-After", "7")));
    upload(1);
    assertThat(server.received()).isEqualTo(content);
    assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    assertThat(progress).hasValue(TOTAL);
  }

  @Test
  void a_lost_connection_costs_one_segment() throws Exception {
    server.plan("APPEND 2", FakeServer.Answer.LOST);
    server.plan("APPEND 2", FakeServer.Answer.LOST);
    upload(3);
    assertThat(server.received()).isEqualTo(content);
    assertThat(server.log().stream().filter("APPEND 2"::equals)).hasSize(3);
    assertThat(pauses).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
    assertThat(progress).hasValue(TOTAL);
  }

  @Test
  void a_lost_init_is_not_repeated_because_it_might_have_opened_an_upload() {
    server.plan("INIT", FakeServer.Answer.LOST);
    assertThatThrownBy(() -> upload(1)).isInstanceOf(IOException.class);
    assertThat(server.log()).containsExactly("INIT");
  }

  @Test
  void an_upload_that_was_cut_off_goes_on_with_what_is_missing() throws Exception {
    server.plan("APPEND 3", new FakeServer.Answer(400, "{\"errors\":[{\"code\":38,\"message\":\"no\"}]}", Map.of()));
    assertThatThrownBy(() -> upload(1)).isInstanceOf(RequestFailedException.class).hasMessage("no");
    int asked = server.log().size();
    progress.set(0);
    upload(1);
    assertThat(server.log().subList(asked, server.log().size()))
        .containsExactly("STATUS", "APPEND 3", "APPEND 4", "FINALIZE");
    assertThat(server.received()).isEqualTo(content);
    assertThat(progress).hasValue(TOTAL);
    assertThat(opened).containsExactly("12 false", "12 true");
  }

  @Test
  void a_file_whose_index_is_at_its_end_sends_both_ends_first() throws Exception {
    mediaUpTo(38_000);
    upload(1);
    assertThat(server.log())
        .containsExactly("INIT", "APPEND 0", "APPEND 3", "APPEND 4", "APPEND 1", "APPEND 2", "FINALIZE");
    assertThat(server.received()).isEqualTo(content);
    assertThat(progress).hasValue(TOTAL);
  }

  @Test
  void such_an_upload_goes_on_with_what_is_missing_in_the_same_order() throws Exception {
    mediaUpTo(38_000);
    server.plan("APPEND 4", new FakeServer.Answer(400, "{\"errors\":[{\"code\":38,\"message\":\"no\"}]}", Map.of()));
    assertThatThrownBy(() -> upload(1)).isInstanceOf(RequestFailedException.class);
    int asked = server.log().size();
    upload(1);
    assertThat(server.log().subList(asked, server.log().size()))
        .containsExactly("STATUS", "APPEND 4", "APPEND 1", "APPEND 2", "FINALIZE");
    assertThat(server.received()).isEqualTo(content);
    assertThat(progress).hasValue(TOTAL);
  }

  @Test
  void several_connections_send_each_segment_once_whatever_the_order() throws Exception {
    mediaUpTo(38_000);
    upload(3);
    assertThat(server.received()).isEqualTo(content);
    assertThat(server.log()).doesNotHaveDuplicates().hasSize(7);
    assertThat(progress).hasValue(TOTAL);
  }

  /** Makes the file begin as an MP4 whose index is behind so many bytes. */
  private void mediaUpTo(int bytes) throws IOException {
    ByteBuffer.wrap(content).putInt(bytes).put("mdat".getBytes(StandardCharsets.US_ASCII));
    Files.write(file, content);
  }

  @Test
  void an_upload_that_was_finalized_is_only_asked_about() throws Exception {
    server.process("{\"state\":\"pending\",\"check_after_secs\":5}");
    assertThat(upload(1).state()).isEqualTo(MediaStatus.State.PENDING);
    int asked = server.log().size();
    upload(1);
    assertThat(server.log().subList(asked, server.log().size())).containsExactly("STATUS");
  }

  @Test
  void an_upload_that_the_server_no_longer_knows_begins_anew() throws Exception {
    server.process("{\"state\":\"pending\",\"check_after_secs\":5}");
    upload(1);
    int asked = server.log().size();
    server.plan("STATUS", new FakeServer.Answer(404, "{\"errors\":[{\"code\":34,\"message\":\"gone\"}]}", Map.of()));
    upload(1);
    assertThat(server.log().subList(asked, server.log().size())).startsWith("STATUS", "INIT", "APPEND 0");
  }

  @Test
  void a_file_that_changed_begins_anew() throws Exception {
    server.process("{\"state\":\"pending\",\"check_after_secs\":5}");
    upload(1);
    int asked = server.log().size();
    Files.write(file, new byte[SEGMENT_BYTES]);
    upload(1);
    assertThat(server.log().subList(asked, server.log().size())).containsExactly("INIT", "APPEND 0", "FINALIZE");
  }

  @Test
  void a_finished_upload_is_forgotten() throws Exception {
    server.process("{\"state\":\"failed\",\"error\":{\"code\":1,\"name\":\"InvalidMedia\",\"message\":\"broken\"}}");
    upload(1);
    int asked = server.log().size();
    upload(1);
    assertThat(server.log().subList(asked, server.log().size())).startsWith("INIT");
  }

  private MediaStatus upload(int connections) throws IOException, InterruptedException {
    var options = new ResumableUpload.Options("video/mp4", "tweet_video", SEGMENT_BYTES, connections);
    var journal = new UploadJournal(folder.resolve("journal"), InstantSource.system());
    try (var client =
        new SafelightClient(server.uri(), "token", exchange -> {}, RetryPolicy.DEFAULT, pauses::add)) {
      return new ResumableUpload(client, journal, options, listener()).run(file);
    }
  }

  private ResumableUpload.Listener listener() {
    return new ResumableUpload.Listener() {
      @Override
      public void opened(String mediaId, boolean resumed, long bytesThere) {
        opened.add(mediaId + " " + resumed);
      }

      @Override
      public void progress(long bytes, long total) {
        progress.set(bytes);
      }
    };
  }
}
