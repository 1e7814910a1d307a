package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.ffmpeg.OlderKernel.Lack;
import io.safelight.ffmpeg.ThisMachine;
import io.safelight.hostile.StandIn;
import io.safelight.media.FailureReason;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a whole server makes of an ffmpeg that was taken over by the file it reads, played by a stand-in. */
class TakenOverFfmpegTest {
  /** What a program does, and why the media fails. */
  private record Deed(String program, String behaviour, FailureReason reason) {}

  /** The stand-in says the outcome of an attack as the name of a codec. */
  private static final FailureReason TOLD = FailureReason.UNSUPPORTED_CODEC;

  /** What ends by itself, or is ended for what it does. */
  private static final List<Deed> QUICK =
      List.of(
          new Deed("ffmpeg", "segfault", FailureReason.INTERNAL),
          new Deed("ffmpeg", "abort", FailureReason.INTERNAL),
          new Deed("ffmpeg", "fail", FailureReason.CORRUPT),
          new Deed("ffmpeg", "large_file", FailureReason.TOO_DEMANDING),
          new Deed("ffmpeg", "many_files", FailureReason.TOO_DEMANDING),
          new Deed("ffmpeg", "no_file", FailureReason.INTERNAL),
          new Deed("ffmpeg", "empty_file", FailureReason.CORRUPT),
          new Deed("ffmpeg", "no_video", FailureReason.CORRUPT),
          new Deed("ffmpeg", "folder", FailureReason.INTERNAL),
          new Deed("ffprobe", "segfault", FailureReason.INTERNAL),
          new Deed("ffprobe", "abort", FailureReason.INTERNAL),
          new Deed("ffprobe", "fail", FailureReason.UNREADABLE),
          new Deed("ffprobe", "no_file", FailureReason.UNREADABLE));

  /** What would never end. */
  private static final List<Deed> ENDLESS =
      Stream.of("hang", "hang_with_progress", "ignore_signals", "flood_output", "flood_progress", "flood_errors")
          .flatMap(
              behaviour ->
                  Stream.of("ffmpeg", "ffprobe").map(program -> new Deed(program, behaviour, FailureReason.TIMED_OUT)))
          .toList();

  /** What the sandbox refuses. */
  private static final List<Deed> REFUSED =
      told("child", "calls", "connect", "read", "write", "create", "remove", "server", "link", "hard_link", "pipe", "device");

  @TempDir static Path shared;
  private static Path film;
  private static ServerSocket listener;
  private static StandIn standIn;

  @TempDir private Path folder;
  private Path data;

  @BeforeAll
  static void install() throws IOException {
    assumeTrue(StandIn.isPossible(), "there is a perl");
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Path neighbour = Files.createDirectory(shared.resolve("neighbour"));
    film = Files.copy(TestMedia.mp4(), neighbour.resolve("film.mp4"));
    // Whoever is stopped from reaching it is not stopped by modes.
    Files.setPosixFilePermissions(film, PosixFilePermissions.fromString("rw-rw-rw-"));
    for (Path each : List.of(shared, neighbour)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    standIn = StandIn.install(shared.resolve("programs"), TestMedia.installation(), film, listener.getLocalPort());
  }

  @BeforeEach
  void choose() throws IOException {
    data = folder.resolve("data");
    // Where nothing refuses it, an earlier test may have connected.
    while (hasConnected()) {}
  }

  @Test
  void every_deed_ends_in_a_reason_and_the_server_goes_on() throws Exception {
    String token = Safelight.createUser(data, "mallory").bearerToken();
    Map<String, String> before = everything(shared);
    try (ServeProcess server = ServeProcess.start(data, settings())) {
      var api = new UploadCalls(server.port(), token);

      fail(api, QUICK);
      fail(api, ENDLESS);
      List<Deed> refused = ThisMachine.landlock() > 0 ? REFUSED : List.of();
      assertThat(server.isConfinedByLandlock()).isEqualTo(!refused.isEmpty());
      Map<String, String> outcomes = fail(api, refused);

      assertThat(outcomes).hasSameSizeAs(refused).allSatisfy((attack, outcome) -> assertThat(outcome).as(attack).isEqualTo("refused"));
      assertNothingIsLeft(server);
      assertThat(everything(shared)).isEqualTo(before);
      assertNobodyConnected();
      // The same server, and the real ffmpeg.
      String mediaId = upload(api, Files.readAllBytes(TestMedia.mp4()));
      assertThat(api.awaitFinished(mediaId).at("/processing_info/state").asString()).isEqualTo("succeeded");
      api.awaitComplete(mediaId);
      assertThat(server.end()).as("ended by SIGTERM").isEqualTo(128 + 15);
    }
    try (LeftBehind left = LeftBehind.in(data)) {
      assertThat(left.ownerlessKeys()).isEmpty();
    }
  }

  @Test
  void where_nothing_refuses_what_it_does_it_succeeds_and_yet_gets_no_foreign_file_published() throws Exception {
    String token = Safelight.createUser(data, "mallory").bearerToken();
    try (ServeProcess server =
        ServeProcess.start(data, settings(), Lack.LANDLOCK, Lack.SECCOMP, Lack.MOUNTS)) {
      var api = new UploadCalls(server.port(), token);

      Map<String, String> outcomes = fail(api, told("connect", "read", "link", "pipe"));
      fail(
          api,
          List.of(
              new Deed("ffmpeg", "child", FailureReason.INTERNAL),
              new Deed("ffmpeg", "link_left", FailureReason.INTERNAL),
              new Deed("ffmpeg", "pipe_left", FailureReason.INTERNAL)));

      assertThat(outcomes).isNotEmpty().allSatisfy((attack, outcome) -> assertThat(outcome).isEqualTo(attack));
      listener.accept().close();
      assertNothingIsLeft(server);
    }
  }

  @Test
  void where_processes_can_be_started_they_end_with_the_run() throws Exception {
    assumeTrue(ThisMachine.landlock() > 0, "the kernel has Landlock");
    String token = Safelight.createUser(data, "mallory").bearerToken();
    try (ServeProcess server = ServeProcess.start(data, settings(), Lack.LISTENERS)) {
      assertThat(server.isConfinedByLandlock()).isTrue();
      assertThat(server.log()).contains("one_process").doesNotContain("seccomp, one process");

      fail(new UploadCalls(server.port(), token), List.of(new Deed("ffmpeg", "child", FailureReason.INTERNAL)));

      assertThat(server.log()).contains("that left the session of a run of ffmpeg");
      assertNothingIsLeft(server);
    }
  }

  private static List<Deed> told(String... behaviours) {
    return Stream.of(behaviours).map(behaviour -> new Deed("ffmpeg", behaviour, TOLD)).toList();
  }

  /** Returns what was told of the outcome of an attack, by its name. */
  private static Map<String, String> fail(UploadCalls api, List<Deed> deeds) throws Exception {
    Map<String, Deed> sent = new TreeMap<>();
    for (Deed deed : deeds) {
      sent.put(upload(api, StandIn.told(Files.readAllBytes(TestMedia.mp4()), deed.program(), deed.behaviour())), deed);
    }
    Map<String, String> outcomes = new TreeMap<>();
    for (Map.Entry<String, Deed> each : sent.entrySet()) {
      JsonNode error = api.awaitFinished(each.getKey()).at("/processing_info/error");
      FailureReason reason = each.getValue().reason();
      assertThat(error.path("reason").asString()).as("%s: %s", each.getValue(), error).isEqualTo(reason.wireName());
      assertThat(error.path("retryable").asBoolean()).isEqualTo(reason.retryable());
      if (reason == TOLD) {
        outcomes.put(each.getValue().behaviour(), error.path("actual").asString());
      }
    }
    return outcomes;
  }

  private Map<String, String> settings() throws IOException {
    return Map.of(
        "processing.ffmpeg-path", standIn.folder().toString(),
        "processing.max-failures", "1",
        "processing.timeout", "10s",
        "processing.lease", "5s",
        "processing.video-slots", "12",
        "sandbox.file-size", "8 MiB",
        // Java reserves much and takes little.
        "sandbox.memory", "8 GiB",
        "sandbox.readable", standIn.readable().stream().map(Path::toString).collect(Collectors.joining(",")));
  }

  private static String upload(UploadCalls api, byte[] video) throws IOException, InterruptedException {
    String mediaId = api.init(video.length);
    assertThat(api.append(mediaId, 0, video)).isTrue();
    assertThat(api.complete(mediaId)).isTrue();
    return mediaId;
  }

  private void assertNothingIsLeft(ServeProcess server) throws IOException {
    assertThat(server.handle().descendants()).isEmpty();
    assertThat(data.resolve("jobs")).isEmptyDirectory();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      assertThat(processes.filter(this::worksInTheDataFolder)).isEmpty();
    }
  }

  private boolean worksInTheDataFolder(Path process) {
    try {
      return process.getFileName().toString().matches("\\d+") && Files.readSymbolicLink(process.resolve("cwd")).startsWith(data);
    } catch (IOException ended) {
      return false;
    }
  }

  private static void assertNobodyConnected() throws IOException {
    assertThat(hasConnected()).isFalse();
  }

  /** Takes one connection. */
  private static boolean hasConnected() throws IOException {
    listener.setSoTimeout(1);
    try (Socket _ = listener.accept()) {
      return true;
    } catch (SocketTimeoutException nobody) {
      return false;
    }
  }

  /** All that is in a folder, with its rights, its size and its time. */
  private static Map<String, String> everything(Path folder) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        found.put(file.toString(), Files.readAttributes(file, "unix:mode,uid,size,lastModifiedTime,nlink").toString());
      }
    }
    return found;
  }
}
