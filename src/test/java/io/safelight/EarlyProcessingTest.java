package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.safelight.processing.EarlyProcessing;
import io.safelight.testmedia.EarlyMedia;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Videos that are encoded while they are uploaded, on a whole server. */
class EarlyProcessingTest {
  private static final int SEGMENT = 512 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  static Stream<Path> readInOrder() {
    return Stream.of(EarlyMedia.mp4(), EarlyMedia.mp4Fragmented(), EarlyMedia.mkv(), EarlyMedia.mpegTs());
  }

  @ParameterizedTest
  @MethodSource("readInOrder")
  void what_can_be_read_in_order_is_encoded_while_it_is_uploaded(Path file) throws Exception {
    try (Safelight server = start(Map.of())) {
      Upload upload = new Upload(server, Files.readAllBytes(file));
      upload.sendAllButLast();
      int before = upload.awaitPercent(20);
      upload.sendLast();
      assertThat(upload.calls.complete(upload.id)).isTrue();

      assertThat(upload.percent()).as("what was shown is not taken back").isGreaterThanOrEqualTo(before);
      assertThat(upload.awaitState()).isEqualTo("succeeded");
      assertThat(used(server)).isEqualTo(1);
      assertThat(FrameCount.of(upload.calls.postedVariant(upload.id))).isEqualTo(EarlyMedia.FRAMES);
    }
  }

  @Test
  void an_index_at_the_end_is_no_hindrance_when_it_is_sent_first() throws Exception {
    try (Safelight server = start(Map.of())) {
      Upload upload = new Upload(server, Files.readAllBytes(EarlyMedia.mp4IndexAtEnd()));
      upload.send(upload.last());
      upload.sendAllButLast(1);
      upload.awaitPercent(20);
      upload.send(upload.last() - 1);
      assertThat(upload.calls.complete(upload.id)).isTrue();

      assertThat(upload.awaitState()).isEqualTo("succeeded");
      assertThat(used(server)).isEqualTo(1);
      assertThat(FrameCount.of(upload.calls.postedVariant(upload.id))).isEqualTo(EarlyMedia.FRAMES);
    }
  }

  @Test
  void an_index_that_comes_last_makes_an_ordinary_job() throws Exception {
    try (Safelight server = start(Map.of())) {
      Upload upload = new Upload(server, Files.readAllBytes(EarlyMedia.mp4IndexAtEnd()));
      upload.sendAllButLast();
      upload.sendLast();
      assertThat(upload.calls.complete(upload.id)).isTrue();

      assertThat(upload.awaitState()).isEqualTo("succeeded");
      assertThat(used(server)).isZero();
    }
  }

  @Test
  void segments_that_are_replaced_are_the_ones_that_count() throws Exception {
    try (Safelight server = start(Map.of())) {
      Upload upload = new Upload(server, Files.readAllBytes(EarlyMedia.mp4()));
      upload.sendAllButLast();
      upload.awaitPercent(20);
      upload.file = EarlyMedia.shorterOfSameSize();
      upload.sendAllButLast();
      upload.sendLast();
      assertThat(upload.calls.complete(upload.id)).isTrue();

      assertThat(upload.awaitState()).isEqualTo("succeeded");
      assertThat(FrameCount.of(upload.calls.postedVariant(upload.id))).isEqualTo(EarlyMedia.FRAMES_OF_SHORTER);
    }
  }

  @Test
  void finalized_media_take_the_slot_at_once() throws Exception {
    try (Safelight server = start(Map.of("processing.video-slots", "1"))) {
      Upload slow = new Upload(server, Files.readAllBytes(EarlyMedia.mp4()));
      slow.sendAllButLast();
      int before = slow.awaitPercent(20);
      Upload quick = new Upload(server, Files.readAllBytes(EarlyMedia.mkv()));
      quick.sendAllButLast();
      quick.sendLast();
      assertThat(quick.calls.complete(quick.id)).isTrue();
      slow.await(percent -> percent < before);
      assertThat(quick.awaitState()).isEqualTo("succeeded");

      slow.sendLast();
      assertThat(slow.calls.complete(slow.id)).isTrue();
      assertThat(slow.awaitState()).isEqualTo("succeeded");
      assertThat(FrameCount.of(slow.calls.postedVariant(slow.id))).isEqualTo(EarlyMedia.FRAMES);
    }
  }

  @Test
  void an_upload_that_stops_gives_its_slot_to_another_one() throws Exception {
    try (Safelight server = start(Map.of("processing.video-slots", "1", "processing.early-patience", "1s"))) {
      Upload stopped = new Upload(server, Files.readAllBytes(EarlyMedia.mp4()));
      stopped.sendAllButLast();
      stopped.awaitPercent(20);
      stopped.await(percent -> percent == 0);

      Upload other = new Upload(server, Files.readAllBytes(EarlyMedia.mkv()));
      other.sendAllButLast();
      other.awaitPercent(20);
      other.sendLast();
      assertThat(other.calls.complete(other.id)).isTrue();
      assertThat(other.awaitState()).isEqualTo("succeeded");
      assertThat(used(server)).isEqualTo(1);

      stopped.sendLast();
      assertThat(stopped.calls.complete(stopped.id)).isTrue();
      assertThat(stopped.awaitState()).isEqualTo("succeeded");
    }
  }

  @Test
  void a_run_that_is_killed_costs_nothing_but_its_time() throws Exception {
    try (Safelight server = start(Map.of())) {
      Upload upload = new Upload(server, Files.readAllBytes(EarlyMedia.mp4()));
      upload.sendAllButLast();
      upload.awaitPercent(20);
      Optional<ProcessHandle> run =
          ProcessHandle.current().children().filter(child -> child.info().command().orElse("").endsWith("ffmpeg")).findAny();
      assertThat(run.map(ProcessHandle::destroyForcibly)).contains(true);
      upload.sendLast();
      assertThat(upload.calls.complete(upload.id)).isTrue();

      assertThat(upload.awaitState()).isEqualTo("succeeded");
      assertThat(FrameCount.of(upload.calls.postedVariant(upload.id))).isEqualTo(EarlyMedia.FRAMES);
    }
  }

  @Test
  void a_limit_that_the_beginning_breaks_is_told_at_finalize() throws Exception {
    try (Safelight server = start(Map.of("limits.video-max-duration", "5s"));
        LogCapture log = new LogCapture(EarlyProcessing.class)) {
      Upload upload = new Upload(server, Files.readAllBytes(EarlyMedia.mp4()));
      upload.sendAllButLast();
      // It is not to be seen by the client before.
      upload.await(_ -> log.messages(Level.INFO).stream().anyMatch(line -> line.contains("DURATION_TOO_LONG")));
      upload.sendLast();
      JsonNode answer = UploadCalls.json(upload.calls.sendComplete(upload.id));

      assertThat(answer.at("/processing_info/state").asString()).as("%s", answer).isEqualTo("failed");
      assertThat(upload.calls.status(upload.id).at("/processing_info/error/reason").asString())
          .isEqualTo("duration_too_long");
    }
  }

  @Test
  void a_limit_that_the_beginning_breaks_is_told_at_append_where_that_is_asked_for() throws Exception {
    Map<String, String> settings = Map.of("limits.video-max-duration", "5s", "upload.early-refusal", "true");
    try (Safelight server = start(settings)) {
      Upload upload = new Upload(server, Files.readAllBytes(EarlyMedia.mp4()));
      HttpResponse<String> answer = upload.calls.sendSegment(upload.id, 0, upload.segment(0));
      long end = System.nanoTime() + PATIENCE.toNanos();
      for (int i = 1; answer.statusCode() == 204 && System.nanoTime() < end; i = Math.min(i + 1, upload.last() - 1)) {
        answer = upload.calls.sendSegment(upload.id, i, upload.segment(i));
        Thread.sleep(20);
      }

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("duration_too_long").contains("exceeds max duration");
      assertThat(upload.calls.status(upload.id).at("/processing_info/state").asString()).isEqualTo("pending");
    }
  }

  @Test
  void nothing_is_made_early_where_that_is_switched_off() throws Exception {
    try (Safelight server = start(Map.of("processing.early", "false"))) {
      Upload upload = new Upload(server, Files.readAllBytes(EarlyMedia.mp4()));
      upload.sendAllButLast();
      upload.sendLast();
      assertThat(upload.calls.complete(upload.id)).isTrue();

      assertThat(upload.awaitState()).isEqualTo("succeeded");
      assertThat(used(server)).isZero();
      try (Stream<Path> folders = Files.list(data.resolve("jobs"))) {
        assertThat(folders.map(Path::toString)).noneMatch(name -> name.contains("early"));
      }
    }
  }

  private Safelight start(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("processing.video-side", "180");
    all.put("processing.ladder", "none");
    all.put("processing.hls", "false");
    all.putAll(settings);
    return TestSafelight.start(data, all);
  }

  private long used(Safelight server) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics")).build();
    return http.send(request, BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("media_early_used_total "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  /** An upload that is sent segment by segment. */
  private final class Upload {
    private final UploadCalls calls;
    private final String id;
    private byte[] file;

    Upload(Safelight server, byte[] file) throws Exception {
      String name = "u" + System.nanoTime() % 1_000_000_000L;
      this.calls = new UploadCalls(server.port(), Safelight.createUser(data, name).bearerToken());
      this.file = file;
      this.id = calls.init(file.length);
    }

    int last() {
      return (file.length - 1) / SEGMENT;
    }

    byte[] segment(int index) {
      return Arrays.copyOfRange(file, index * SEGMENT, Math.min(file.length, (index + 1) * SEGMENT));
    }

    void send(int index) throws Exception {
      assertThat(calls.append(id, index, segment(index))).isTrue();
    }

    void sendAllButLast() throws Exception {
      sendAllButLast(0);
    }

    /** Sends the first segments, but for the last one and so many before it. */
    void sendAllButLast(int more) throws Exception {
      for (int i = 0; i < last() - more; i++) {
        send(i);
      }
    }

    void sendLast() throws Exception {
      send(last());
    }

    int percent() throws Exception {
      return calls.status(id).at("/processing_info/progress_percent").asInt(-1);
    }

    int awaitPercent(int least) throws Exception {
      return await(percent -> percent >= least);
    }

    int await(Predicate<Integer> wanted) throws Exception {
      long end = System.nanoTime() + PATIENCE.toNanos();
      int percent = percent();
      while (!wanted.test(percent) && System.nanoTime() < end) {
        assertThat(calls.status(id).at("/processing_info/state").asString()).isEqualTo("pending");
        Thread.sleep(20);
        percent = percent();
      }
      assertThat(percent).matches(wanted, "came to what was waited for");
      return percent;
    }

    String awaitState() throws Exception {
      return calls.awaitFinished(id).at("/processing_info/state").asString();
    }
  }
}
