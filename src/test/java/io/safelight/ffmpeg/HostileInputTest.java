package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.testmedia.TestMedia;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that name other files or hosts, under names that promise a video. */
class HostileInputTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final String SESSION =
      """
      v=0
      o=- 0 0 IN IP4 127.0.0.1
      s=x
      c=IN IP4 127.0.0.1
      t=0 0
      m=video 5004 RTP/AVP 96
      a=rtpmap:96 H264/90000
      """;

  @TempDir Path folder;

  @Test
  void files_that_name_other_files_or_hosts_are_unreadable_and_reach_nothing() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + listener.getLocalPort() + "/secret";
      String secret = TestMedia.mp4().toUri().toString();
      for (Map.Entry<String, String> attack : attacks(url, secret).entrySet()) {
        Path file = Files.writeString(folder.resolve(attack.getKey()), attack.getValue());
        assertThat(TestMedia.tools().probe(file, folder, LONG))
            .as(attack.getKey())
            .isInstanceOf(ProbeOutcome.Unreadable.class);
        assertThat(TestMedia.tools().start(transcode(file), (outTime, frames) -> {}).await())
            .as(attack.getKey())
            .isInstanceOf(RunOutcome.Failed.class);
      }
      listener.setSoTimeout(1);
      assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void an_image_of_too_many_pixels_is_refused_before_memory_is_taken() throws Exception {
    byte[] png = Files.readAllBytes(TestMedia.png());
    // The width stands at 16 and the height at 20; a wrong checksum does not keep ffmpeg from believing them.
    png[17] = 1;
    png[21] = 1;
    Path bomb = Files.write(folder.resolve("bomb.png"), png);
    RunOutcome outcome =
        TestMedia.tools()
            .start(
                new FfmpegCommand(bomb, folder, List.of(), List.of("-frames:v", "1", "out.png"), LONG),
                (outTime, frames) -> {})
            .await();
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(outcome.usage().peakMemory()).isLessThan(150_000_000);
  }

  private FfmpegCommand transcode(Path input) {
    return new FfmpegCommand(input, folder, List.of(), List.of("-c:v", "libx264", "stolen.mp4"), LONG);
  }

  private static Map<String, String> attacks(String url, String secret) {
    String secretPath = Path.of(URI.create(secret)).toString();
    return Map.of(
        "hls-http.mp4", hls(url),
        "hls-http.m3u8", hls(url),
        "hls-file.mp4", hls(secret),
        "hls-file.m3u8", hls(secret),
        "concat.mp4", "ffconcat version 1.0\nfile '" + secretPath + "'\n",
        "concat-http.mp4", "ffconcat version 1.0\nfile '" + url + "'\n",
        "dash-http.mp4", dash(url),
        "dash-file.mp4", dash(secret),
        "session.mp4", SESSION,
        "text.mp4", "just a text\n".repeat(50));
  }

  private static String hls(String target) {
    return "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + target + "\n#EXT-X-ENDLIST\n";
  }

  private static String dash(String target) {
    return """
        <?xml version="1.0"?>
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT3S" minBufferTime="PT1S"
             profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
          <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000" width="640" height="360">
            <BaseURL>%s</BaseURL>
          </Representation></AdaptationSet></Period>
        </MPD>
        """
        .formatted(target);
  }
}
