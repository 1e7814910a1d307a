package io.safelight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Subtitles from the upload of an SRT and a WebVTT file to what a player of HLS gets, read over HTTP as a player does. */
class SubtitlePlaybackTest {
  private static final String SRT =
      """
      1
      00:00:00,500 --> 00:00:01,500
      Hello, <i>world</i>

      2
      00:00:02,000 --> 00:00:04,250
      Good bye
      """;
  private static final String VTT =
      """
      WEBVTT

      00:01.000 --> 00:02.000 align:start
      Olá
      """;
  /** One size, so that little has to be encoded. */
  private static final Map<String, String> SETTINGS = Map.of("processing.video-side", "90", "processing.ladder", "90p:300k");
  private static final Pattern RENDITION =
      Pattern.compile(
          "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"([^\"]+)\",LANGUAGE=\"([^\"]+)\",AUTOSELECT=YES,URI=\"([^\"]+)\"");

  @TempDir Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  /** What a master playlist says of subtitles. */
  private record Rendition(String name, String language, URI playlist) {}

  @ParameterizedTest
  @ValueSource(strings = {"tweet_video", "dm_video"})
  void a_player_finds_what_is_attached_and_no_longer_what_is_detached(String category) throws Exception {
    boolean isPrivate = category.equals("dm_video");
    String token = Safelight.createUser(data, "subtitles").bearerToken();
    try (Safelight server = TestSafelight.start(data, SETTINGS)) {
      var calls = new UploadCalls(server.port(), token);
      String video = upload(calls, category, Files.readAllBytes(ProcessingMedia.mp4WithFlashes()));
      String english = upload(calls, "subtitles", SRT.getBytes(UTF_8));
      String brazilian = upload(calls, "subtitles", VTT.getBytes(UTF_8));
      // Before the playlists are there.
      attach(calls, video, english, "EN", "English");
      calls.awaitComplete(video);
      URI master = master(calls, video);

      attach(calls, video, brazilian, "pt-br", "Português");
      HttpResponse<String> both = get(master);
      List<Rendition> renditions = renditions(master, both.body());
      assertThat(renditions).extracting(Rendition::name, Rendition::language)
          .containsExactly(tuple("English", "en"), tuple("Português", "pt-BR"));
      assertThat(both.body().lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF")))
          .isNotEmpty()
          .allMatch(line -> line.endsWith(",SUBTITLES=\"subtitles\""));
      assertThat(caching(both)).isEqualTo(isPrivate ? "private, no-store" : "public, no-cache");

      URI file = segment(renditions.getFirst().playlist(), duration(calls, video));
      assertThat(get(file).body())
          .isEqualTo(
              """
              WEBVTT
              X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

              00:00:00.500 --> 00:00:01.500
              Hello, <i>world</i>

              00:00:02.000 --> 00:00:04.250
              Good bye
              """);
      assertThat(get(file).headers().firstValue("Content-Type")).contains("text/vtt");
      assertThat(cues(file)).containsExactly("0.500000 1.000000", "2.000000 2.250000");
      assertThat(cues(renditions.getFirst().playlist())).containsExactly("0.500000 1.000000", "2.000000 2.250000");
      assertThat(get(master.resolve(file.getPath())).statusCode())
          .as("without a signature")
          .isEqualTo(isPrivate ? 404 : 200);

      detach(calls, video, "en");
      assertThat(renditions(master, get(master).body())).extracting(Rendition::language).containsExactly("pt-BR");
      assertThat(get(file).statusCode()).isEqualTo(404);
      assertThat(get(renditions.getFirst().playlist()).statusCode()).isEqualTo(404);
      assertThat(get(segment(renditions.get(1).playlist(), duration(calls, video))).body()).contains("align:start\nOlá");
      detach(calls, video, "pt-BR");
      assertThat(get(master).body()).doesNotContain("SUBTITLES");
    }
  }

  @Test
  void a_cache_that_asks_again_is_told_when_the_subtitles_have_changed() throws Exception {
    String token = Safelight.createUser(data, "subtitles").bearerToken();
    try (Safelight server = TestSafelight.start(data, SETTINGS)) {
      var calls = new UploadCalls(server.port(), token);
      String video = upload(calls, "tweet_video", Files.readAllBytes(ProcessingMedia.mp4WithFlashes()));
      calls.awaitComplete(video);
      URI master = master(calls, video);
      String tag = get(master).headers().firstValue("ETag").orElseThrow();
      assertThat(get(master, "If-None-Match", tag).statusCode()).isEqualTo(304);
      assertThat(get(master, "If-Match", "\"other\"").statusCode()).isEqualTo(412);

      attach(calls, video, upload(calls, "subtitles", SRT.getBytes(UTF_8)), "en", "English");

      HttpResponse<String> changed = get(master, "If-None-Match", tag);
      assertThat(changed.statusCode()).isEqualTo(200);
      assertThat(changed.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
      assertThat(changed.headers().firstValue("Last-Modified")).isEmpty();
    }
  }

  private static String upload(UploadCalls calls, String category, byte[] bytes) throws Exception {
    String id = calls.init(bytes.length, category);
    assertThat(calls.append(id, 0, bytes)).isTrue();
    assertThat(calls.complete(id)).isTrue();
    assertThat(calls.awaitFinished(id).at("/processing_info/state").asString()).isEqualTo("succeeded");
    return id;
  }

  private static void attach(UploadCalls calls, String video, String file, String language, String name)
      throws Exception {
    HttpResponse<String> answer =
        calls.postJson(
            "/1.1/media/subtitles/create.json",
            """
            {"media_id":"%s","media_category":"TweetVideo","subtitle_info":{"subtitles":[
              {"media_id":"%s","language_code":"%s","display_name":"%s"}]}}"""
                .formatted(video, file, language, name));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void detach(UploadCalls calls, String video, String language) throws Exception {
    HttpResponse<String> answer =
        calls.postJson(
            "/1.1/media/subtitles/delete.json",
            """
            {"media_id":"%s","media_category":"TweetVideo","subtitle_info":{"subtitles":[{"language_code":"%s"}]}}"""
                .formatted(video, language));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static URI master(UploadCalls calls, String video) throws Exception {
    return variants(calls, video)
        .filter(variant -> variant.path("content_type").asString().equals("application/x-mpegURL"))
        .map(variant -> URI.create(variant.path("url").asString()))
        .findFirst()
        .orElseThrow();
  }

  private static double duration(UploadCalls calls, String video) throws Exception {
    JsonNode post = UploadCalls.json(calls.post(video));
    return post.at("/extended_entities/media/0/video_info/duration_millis").asInt() / 1000.0;
  }

  private static Stream<JsonNode> variants(UploadCalls calls, String video) throws Exception {
    return UploadCalls.json(calls.post(video)).at("/extended_entities/media/0/video_info/variants").valueStream();
  }

  private static List<Rendition> renditions(URI master, String text) {
    List<Rendition> renditions = new ArrayList<>();
    Matcher matcher = RENDITION.matcher(text);
    while (matcher.find()) {
      renditions.add(new Rendition(matcher.group(1), matcher.group(2), master.resolve(matcher.group(3))));
    }
    return renditions;
  }

  /** The one file that a playlist of subtitles names. */
  private URI segment(URI playlist, double seconds) throws Exception {
    HttpResponse<String> answer = get(playlist);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-mpegURL");
    List<String> lines = answer.body().lines().toList();
    assertThat(lines).contains("#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-ENDLIST");
    assertThat(lines).contains("#EXTINF:%.3f,".formatted(seconds));
    return playlist.resolve(lines.stream().filter(line -> !line.startsWith("#")).findFirst().orElseThrow());
  }

  private HttpResponse<String> get(URI url, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  private static String caching(HttpResponse<?> answer) {
    return answer.headers().firstValue("Cache-Control").orElse("");
  }

  /** Begin and duration of each cue, in seconds, as libavformat reads them over HTTP. */
  private static List<String> cues(URI url) throws IOException {
    FfmpegInstallation installation = TestMedia.installation();
    ProcessBuilder builder =
        new ProcessBuilder(
                installation.ffprobe().toString(), "-v", "error", "-select_streams", "s:0", "-show_entries",
                "packet=pts_time,duration_time", "-of", "csv=p=0:s=\\ ", url.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(installation.environment());
    return Arrays.stream(new String(builder.start().getInputStream().readAllBytes(), UTF_8).split("\n", -1))
        .filter(line -> !line.isBlank())
        .toList();
  }
}
