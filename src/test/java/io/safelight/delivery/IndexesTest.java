package io.safelight.delivery;

import static io.safelight.delivery.DeliveryServer.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.MediaCategory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Playlists that are written when they are asked for. */
class IndexesTest {
  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-STREAM-INF:BANDWIDTH=1
      hls-320p.m3u8
      """;
  private static final Pattern URI = Pattern.compile(",URI=\"(subtitles-[^\"]+)\"$", Pattern.MULTILINE);

  @TempDir Path folder;
  private DeliveryServer server;

  @BeforeEach
  void start() throws Exception {
    server = new DeliveryServer(folder);
    server.publishSubtitled("public", MediaCategory.TWEET_VIDEO, MASTER, "en", "English", "fr", "français");
    // A name that looks like the attribute whose files are signed.
    server.publishSubtitled("dm", MediaCategory.DM_VIDEO, MASTER, "en", ",URI=", "fr", "URI=x.m3u8");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void the_master_playlist_is_whole_and_asked_for_again_each_time() throws Exception {
    HttpResponse<String> whole = server.get("/media/public/master.m3u8", "Range", "bytes=0-3");

    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).contains("NAME=\"français\",LANGUAGE=\"fr\"", "BANDWIDTH=1,SUBTITLES=\"subtitles\"\n");
    assertThat(header(whole, "Content-Type")).isEqualTo("application/x-mpegURL");
    assertThat(header(whole, "Cache-Control")).isEqualTo("public, no-cache");
    assertThat(header(whole, "Access-Control-Allow-Origin")).isEqualTo("*");
    String tag = String.valueOf(header(whole, "ETag"));
    HttpResponse<String> unchanged = server.get("/media/public/master.m3u8", "If-None-Match", tag);
    assertThat(unchanged.statusCode()).isEqualTo(304);
    assertThat(header(unchanged, "ETag")).isEqualTo(tag);
    assertThat(header(unchanged, "Cache-Control")).isEqualTo("public, no-cache");
    HttpResponse<String> head = server.send("HEAD", "/media/public/master.m3u8");
    assertThat(header(head, "Content-Length")).isEqualTo(Integer.toString(whole.body().getBytes(UTF_8).length));

    server.publishSubtitled("public2", MediaCategory.TWEET_VIDEO, MASTER, "en", "English");
    assertThat(header(server.get("/media/public2/master.m3u8", "If-None-Match", tag), "ETag")).isNotEqualTo(tag);
  }

  @Test
  void a_file_of_subtitles_never_changes_under_its_name() throws Exception {
    HttpResponse<String> file = server.get("/media/public/subtitles-en.vtt");

    assertThat(file.body()).isEqualTo("en");
    assertThat(header(file, "Content-Type")).isEqualTo("text/vtt");
    assertThat(header(file, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(server.get("/media/public/subtitles-en.m3u8").body()).contains("#EXTINF:5.000,\nsubtitles-en.vtt\n");
    for (String other : List.of("subtitles-de.vtt", "subtitles-de.m3u8", "subtitles-en.vtt:small", "subtitles-en.mp4")) {
      assertThat(server.get("/media/public/" + other).statusCode()).as(other).isEqualTo(404);
    }
  }

  @Test
  void of_a_private_video_exactly_the_files_are_signed_whatever_the_subtitles_are_called() throws Exception {
    assertThat(server.get("/media/dm/master.m3u8").statusCode()).isEqualTo(404);
    assertThat(server.get("/media/dm/subtitles-en.vtt").statusCode()).isEqualTo(404);
    assertThat(server.get("/media/dm/subtitles-en.m3u8").statusCode()).isEqualTo(404);
    String query =
        server.signedUrls.query("dm", "master.m3u8", server.clock.instant().plus(Duration.ofHours(1)));

    HttpResponse<String> master = server.get("/media/dm/master.m3u8?" + query);

    assertThat(header(master, "Cache-Control")).isEqualTo("private, no-store");
    assertThat(master.body()).contains("NAME=\",URI=\",LANGUAGE=\"en\"", "NAME=\"URI=x.m3u8\",LANGUAGE=\"fr\"");
    List<String> playlists = URI.matcher(master.body()).results().map((MatchResult found) -> found.group(1)).toList();
    assertThat(playlists).hasSize(2);
    for (String playlist : playlists) {
      HttpResponse<String> answer = server.get("/media/dm/" + playlist);
      assertThat(answer.statusCode()).isEqualTo(200);
      String file = answer.body().lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
      assertThat(server.get("/media/dm/" + file).body()).isIn("en", "fr");
    }
    server.clock.advance(Duration.ofHours(1));
    assertThat(server.get("/media/dm/" + playlists.getFirst()).statusCode()).isEqualTo(403);
  }

  @Test
  void the_owner_of_a_private_video_gets_it_without_signatures() throws Exception {
    HttpResponse<String> master = server.get("/media/dm/master.m3u8", "Authorization", "Bearer 1");

    assertThat(master.body()).contains("URI=\"subtitles-en.m3u8\"").doesNotContain("sig=");
    assertThat(header(master, "Cache-Control")).isEqualTo("private, no-cache");
  }
}
