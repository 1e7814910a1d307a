package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.cli.CommandRun;
import io.safelight.testmedia.DamagedMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What an operator finds in the log about a media that failed, and what the command in it shows. */
class DiagnosisTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SAID = "; ffmpeg said: ";
  private static final String SHOW = "; to see it: ";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"data", "it's $(touch broken) \"`touch out`\"; touch of\u001b[31m\n'quotes' %s \\"})
  void the_command_in_the_log_shows_what_ffmpeg_said(String name) throws Exception {
    Path data = Files.createDirectory(folder.resolve(name));
    String token = Safelight.createUser(data, "alice").bearerToken();
    byte[] video = Files.readAllBytes(DamagedMedia.corruptedMp4());
    try (ServeProcess server = ServeProcess.start(data, Map.of())) {
      var calls = new UploadCalls(server.port(), token);
      String mediaId = fail(calls, video);
      String line = awaitLine(server, mediaId);
      String said = line.substring(line.indexOf(SAID) + SAID.length(), line.indexOf(SHOW));
      assertThat(said).isNotBlank();

      Shell.Result shown = Shell.run(line.substring(line.indexOf(SHOW) + SHOW.length()), folder, shellFolder());

      // The last line is whole, whatever was cut off in front.
      List<String> words = Arrays.asList(said.split("\\\\n", -1));
      assertThat(withoutAddresses(shown.output())).contains(withoutAddresses(words.getLast()));
      try (var files = Files.walk(folder)) {
        assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("broken", "out", "of");
      }
      Path copy = onlyFile(folder.resolve("shell"), "source");
      assertThat(Files.readAllBytes(copy)).isEqualTo(video);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy))).isEqualTo("rw-------");

      JsonNode status = calls.status(mediaId);
      assertThat(status.toString()).doesNotContain("[error]", "ffmpeg", folder.getFileName().toString());
    }
  }

  @Test
  void the_file_goes_with_the_failed_media_and_the_command_says_so() throws Exception {
    var clock = new TestClock(Instant.now());
    String token = Safelight.createUser(folder, "alice").bearerToken();
    try (Safelight server = start(clock, Map.of())) {
      String mediaId = fail(new UploadCalls(server.port(), token), Files.readAllBytes(DamagedMedia.truncatedMp4()));
      CommandRun kept = source(mediaId, "kept.mp4");
      assertThat(kept.err()).isEmpty();
      assertThat(kept.status()).isZero();
      assertThat(folder.resolve("kept.mp4")).hasSameBinaryContentAs(DamagedMedia.truncatedMp4());
      assertThat(source(mediaId, "kept.mp4").err()).contains("exists already and is not overwritten");

      clock.advance(Duration.ofHours(25));

      Await.until("the media expired", () -> source(mediaId, "kept.mp4").err().contains("no media"));
      assertThat(source(mediaId, "late.mp4").err())
          .isEqualTo("safelight: There is no media " + mediaId + "; it may have expired, and its file with it.\n");
      clock.advance(Duration.ofMinutes(2));
      Await.until("its file is deleted", () -> isEmpty(folder.resolve("blobs")));
      assertThat(folder.resolve("late.mp4")).doesNotExist();
    }
  }

  @Test
  void nothing_is_kept_of_a_refused_file_where_the_operator_does_not_want_it() throws Exception {
    String token = Safelight.createUser(folder, "alice").bearerToken();
    String failed;
    try (Safelight server = start(InstantSource.system(), Map.of("processing.keep-failed", "0"))) {
      var calls = new UploadCalls(server.port(), token);
      failed = fail(calls, Files.readAllBytes(DamagedMedia.truncatedMp4()));
      String open = calls.init(2);
      assertThat(source(open, "file").err()).isEqualTo("safelight: The upload of media " + open + " is not complete.\n");
    }
    CommandRun run = source(failed, "file");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("safelight: What was uploaded as media " + failed + " is not kept;");
    assertThat(folder.resolve("file")).doesNotExist();
  }

  @Test
  void a_refused_file_can_be_tried_again_when_the_limits_have_changed() throws Exception {
    String token = Safelight.createUser(folder, "alice").bearerToken();
    Map<String, String> strict =
        Map.of("limits.video-max-duration", "1s", "processing.ladder", "none", "processing.hls", "false",
            "processing.storyboard", "false");
    String mediaId;
    try (Safelight server = start(InstantSource.system(), strict)) {
      mediaId = fail(new UploadCalls(server.port(), token), Files.readAllBytes(TestMedia.mp4()));
    }
    CommandRun again = CommandRun.of("reprocess", "--failed", "--ladder", "none", "--data", folder.toString());
    assertThat(again.out()).isEqualTo("1 queued, 0 skipped\n");
    Map<String, String> less = Map.of("processing.hls", "false", "processing.storyboard", "false");
    try (Safelight server = start(InstantSource.system(), less)) {
      JsonNode status = new UploadCalls(server.port(), token).awaitFinished(mediaId);
      assertThat(status.at("/processing_info/state").asString()).isEqualTo("succeeded");
    }
    assertThat(source(mediaId, "file").err()).as("what succeeded is not kept").contains("is not kept");
  }

  private static String fail(UploadCalls calls, byte[] video) throws IOException, InterruptedException {
    String mediaId = calls.init(video.length);
    assertThat(calls.append(mediaId, 0, video)).isTrue();
    assertThat(calls.sendComplete(mediaId).statusCode()).isIn(201, 400);
    assertThat(calls.awaitFinished(mediaId).at("/processing_info/state").asString()).isEqualTo("failed");
    return mediaId;
  }

  private CommandRun source(String mediaId, String file) {
    return CommandRun.of(
        "media", "source", mediaId, "--out", folder.resolve(file).toString(), "--data", folder.toString());
  }

  private Safelight start(InstantSource clock, Map<String, String> settings) throws IOException, StartException {
    return TestSafelight.start(
        folder,
        settings,
        new Foundation() {
          @Override
          InstantSource clock() {
            return clock;
          }
        });
  }

  private static String awaitLine(ServeProcess server, String mediaId) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      List<String> lines = server.log().lines().filter(line -> line.contains(mediaId) && line.contains(SHOW)).toList();
      if (!lines.isEmpty()) {
        return lines.getFirst();
      }
      Thread.sleep(50);
    }
    throw new AssertionError("nothing in the log: " + server.log());
  }

  /** Where {@code mktemp} makes its folders. */
  private Map<String, String> shellFolder() throws IOException {
    return Map.of("TMPDIR", Files.createDirectory(folder.resolve("shell")).toString());
  }

  private static Path onlyFile(Path below, String name) throws IOException {
    try (var files = Files.walk(below)) {
      List<Path> found = files.filter(file -> file.endsWith(name)).toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  /** Each process has others. */
  private static String withoutAddresses(String text) {
    return text.replaceAll("0x[0-9a-f]+", "0x");
  }

  private static boolean isEmpty(Path blobs) throws IOException {
    try (var files = Files.walk(blobs)) {
      return files.noneMatch(Files::isRegularFile);
    }
  }
}
