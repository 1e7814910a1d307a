package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.DamagedMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the sender of a bad file reads at the end, from a whole server. */
class BadFileTest {
  @TempDir static Path data;

  private static Safelight server;
  private static UploadCalls api;

  @BeforeAll
  static void start() throws Exception {
    server = TestSafelight.start(data);
    api = new UploadCalls(server.port(), Safelight.createUser(data, "alice").bearerToken());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> badVideos() {
    return Stream.of(
        Arguments.of(ProcessingMedia.text(), "unreadable"),
        Arguments.of(DamagedMedia.truncatedMp4(), "truncated"),
        Arguments.of(DamagedMedia.truncatedMp4WithoutIndex(), "truncated"),
        Arguments.of(DamagedMedia.corruptedMp4(), "corrupt"));
  }

  @ParameterizedTest
  @MethodSource("badVideos")
  void a_bad_video_fails_with_a_reason_and_goes_into_no_post(Path file, String reason) throws Exception {
    byte[] video = Files.readAllBytes(file);
    String mediaId = api.init(video.length);
    assertThat(api.append(mediaId, 0, video)).isTrue();
    assertThat(api.complete(mediaId)).isTrue();

    JsonNode info = api.awaitFinished(mediaId).path("processing_info");
    HttpResponse<String> post = api.post(mediaId);

    assertThat(info.path("state").asString()).isEqualTo("failed");
    assertThat(info.at("/error/code").asInt()).isEqualTo(1);
    assertThat(info.at("/error/name").asString()).isEqualTo("InvalidMedia");
    assertThat(info.at("/error/message").asString()).startsWith("file is invalid");
    assertThat(info.at("/error/reason").asString()).isEqualTo(reason);
    assertThat(info.at("/error/retryable").asBoolean()).isFalse();
    assertThat(post.statusCode()).isEqualTo(400);
    assertThat(JsonMapper.shared().readTree(post.body()).at("/errors/0/code").asInt()).isEqualTo(324);
  }

  @Test
  void an_image_bomb_is_refused_by_its_header() throws Exception {
    byte[] bomb = bomb(60_000, 60_000);

    HttpResponse<String> refused = api.sendImage(bomb);

    assertThat(refused.statusCode()).isEqualTo(400);
    JsonNode error = JsonMapper.shared().readTree(refused.body());
    assertThat(error.path("reason").asString()).isEqualTo("too_many_pixels");
    assertThat(error.path("actual").asString()).isEqualTo("3600000000");
  }

  /** A small PNG whose header says that it is large. */
  private static byte[] bomb(int width, int height) throws IOException {
    byte[] png = Files.readAllBytes(TestMedia.png());
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, width).putInt(20, height);
    var checksum = new CRC32();
    checksum.update(png, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    return png;
  }
}
