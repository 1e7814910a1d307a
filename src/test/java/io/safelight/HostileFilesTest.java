package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.hostile.Attack;
import io.safelight.hostile.Attacks;
import io.safelight.media.FailureReason;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What becomes of hostile files on a whole server. */
class HostileFilesTest {
  private static final int SEGMENT = 5 << 20;

  @TempDir Path folder;

  private Safelight server;
  private UploadCalls api;
  private ServerSocket listener;
  private Path neighbour;

  // Each test has a server of its own: what is made of the videos of one would be a file more in the other.
  @BeforeEach
  void start() throws Exception {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    neighbour = Files.copy(TestMedia.mp4(), Files.createDirectory(folder.resolve("neighbour")).resolve("film.mp4"));
    Path data = folder.resolve("data");
    // What is kept of them is a file, too.
    server = TestSafelight.start(data, Map.of("processing.keep-failed", "0"));
    api = new UploadCalls(server.port(), Safelight.createUser(data, "mallory").bearerToken());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    listener.close();
  }

  @Test
  void hostile_files_fail_with_a_reason_and_reach_nothing() throws Exception {
    List<String> before = files();
    Map<String, Attack> attacks = new TreeMap<>();
    for (Attack attack : Attacks.refused(targets())) {
      attacks.put(upload(attack.category(), attack.file().get()), attack);
    }

    for (Map.Entry<String, Attack> sent : attacks.entrySet()) {
      JsonNode error = api.awaitFinished(sent.getKey()).at("/processing_info/error");
      assertThat(sent.getValue().reasons())
          .as("%s: %s", sent.getValue(), error)
          .extracting(FailureReason::wireName)
          .contains(error.path("reason").asString());
      assertThat(error.path("retryable").asBoolean()).as(sent.getValue().name()).isFalse();
    }
    assertNobodyConnected();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void a_playlist_in_the_subtitles_of_a_video_is_not_opened() throws Exception {
    for (String target : targets().values()) {
      String mediaId = upload("tweet_video", Attacks.videoWithPlaylistAsSubtitles(target));

      assertThat(api.awaitFinished(mediaId).at("/processing_info/state").asString()).isEqualTo("succeeded");
    }
    assertNobodyConnected();
  }

  private Map<String, String> targets() {
    return Map.of(
        "a file", neighbour.toUri().toString(),
        "its own neighbour", "source",
        "a host", "http://127.0.0.1:" + listener.getLocalPort() + "/film.mp4");
  }

  /** INIT, APPEND, FINALIZE; returns the media_id, also when FINALIZE knows already that the file is refused. */
  private String upload(String category, byte[] file) throws IOException, InterruptedException {
    String mediaId = api.init(file.length, category);
    for (int from = 0; from < file.length; from += SEGMENT) {
      byte[] segment = Arrays.copyOfRange(file, from, Math.min(file.length, from + SEGMENT));
      assertThat(api.append(mediaId, from / SEGMENT, segment)).isTrue();
    }
    assertThat(api.sendComplete(mediaId).statusCode()).isIn(201, 400);
    return mediaId;
  }

  private void assertNobodyConnected() throws IOException {
    listener.setSoTimeout(1);
    assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
  }

  /** Every file but those that a database makes for itself. */
  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(folder::relativize).map(Path::toString)
          .filter(name -> !name.contains(".db")).sorted().collect(Collectors.toList());
    }
  }
}
