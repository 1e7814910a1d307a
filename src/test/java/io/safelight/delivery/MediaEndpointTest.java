package io.safelight.delivery;

import static io.safelight.delivery.DeliveryServer.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.blob.BlobFile;
import io.safelight.media.MediaCategory;
import io.safelight.testmedia.TestMedia;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaEndpointTest {
  @TempDir static Path folder;
  private static DeliveryServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new DeliveryServer(folder);
    server.publish("video", MediaCategory.TWEET_VIDEO, "720p.mp4", "0123456789", "poster.jpg", "poster");
    server.publishPicture("photo", MediaCategory.TWEET_IMAGE, "large.jpg", TestMedia.jpeg(320, 180));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_file_is_delivered_with_its_type_and_may_be_cached_for_good() throws Exception {
    var response = server.get("/media/video/720p.mp4");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("0123456789");
    assertThat(header(response, "Content-Type")).isEqualTo("video/mp4");
    assertThat(header(response, "Content-Length")).isEqualTo("10");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(response, "ETag")).matches("\"[A-Za-z0-9_-]{22}\"");
    assertThat(header(response, "Last-Modified")).isEqualTo("Sat, 28 Feb 2026 23:59:58 GMT");
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(response, "Access-Control-Expose-Headers"))
        .contains("Content-Length", "Content-Range", "Accept-Ranges", "ETag");
  }

  @Test
  void no_cache_keeps_a_file_longer_than_its_media_lives() throws Exception {
    server.publish("brief", MediaCategory.TWEET_VIDEO, server.clock.instant().plusMillis(90_500), "720p.mp4", "x");
    server.publish("long", MediaCategory.TWEET_VIDEO, server.clock.instant().plus(Duration.ofDays(366)), "720p.mp4", "x");

    assertThat(header(server.get("/media/brief/720p.mp4"), "Cache-Control")).isEqualTo("public, max-age=90, immutable");
    assertThat(header(server.get("/media/long/720p.mp4"), "Cache-Control"))
        .isEqualTo("public, max-age=31536000, immutable");
  }

  @Test
  void head_says_what_get_would_say_without_the_body() throws Exception {
    var head = server.send("HEAD", "/media/video/720p.mp4");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(withoutDate(head)).isEqualTo(withoutDate(server.get("/media/video/720p.mp4")));
  }

  @Test
  void a_range_means_nothing_to_head() throws Exception {
    assertThat(server.send("HEAD", "/media/video/720p.mp4", "Range", "bytes=0-1").statusCode()).isEqualTo(200);
  }

  @Test
  void each_file_has_a_tag_of_its_own() throws Exception {
    assertThat(header(server.get("/media/video/720p.mp4"), "ETag"))
        .isNotEqualTo(header(server.get("/media/video/poster.jpg"), "ETag"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/media/unknown/720p.mp4",
        "/media/video/360p.mp4",
        "/media/VIDEO/720p.mp4",
        "/media/video/",
        "/media/video",
        "/media/",
        "/media/video/720p.mp4/",
        "/media/video/720p.mp4:small",
        "/media/video/720p.mp4?name=small",
        "/media/photo/large.jpg:huge",
        "/media/photo/large.jpg?name=huge",
        "/media/photo/:small",
        "/media/photo/small.png",
        "/media/photo/Small.jpg",
        "/media/photo/small",
        "/media/video/small.jpg",
      })
  void whatever_is_not_there_is_a_plain_404(String path) throws Exception {
    var response = server.get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "Content-Type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(response.body()).doesNotContain("/", "safelight").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/media/..%2f..%2fsafelight.db/x",
        "/media/video/%2e%2e%2f720p.mp4",
        "/media/video/..%5c720p.mp4",
        "/media/video/720p.mp4%00",
        "/media/video/../video/720p.mp4%3f",
      })
  void a_path_that_could_mean_another_place_means_nothing(String path) throws Exception {
    assertThat(server.get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void a_media_that_is_deleted_between_its_row_and_its_file_is_not_there() throws Exception {
    server.publish("deleted", MediaCategory.TWEET_VIDEO, "720p.mp4", "x");
    server.blobs.delete("deleted/");
    assertThat(server.get("/media/deleted/720p.mp4").statusCode()).isEqualTo(500);

    server.removeAfterNextLook("deleted");
    assertThat(server.get("/media/deleted/720p.mp4").statusCode()).isEqualTo(404);
  }

  @Test
  void a_damaged_file_is_an_error_that_names_nothing() throws Exception {
    server.publish("damaged", MediaCategory.TWEET_VIDEO, "720p.mp4", "0123456789");
    Files.writeString(BlobFile.of(server.data, "damaged/out/1.r/720p.mp4"), "012345");

    var response = server.get("/media/damaged/720p.mp4");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("Internal error\n");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0-0",
    "bytes=2-5, 2345, 2-5",
    "bytes=-1, 9, 9-9",
    "bytes=7-, 789, 7-9",
    "bytes=7-100, 789, 7-9",
    "bytes=0-, 0123456789, 0-9",
  })
  void one_range_is_answered_with_its_bytes(String range, String body, String where) throws Exception {
    var response = server.get("/media/video/720p.mp4", "Range", range);

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(body);
    assertThat(header(response, "Content-Range")).isEqualTo("bytes " + where + "/10");
    assertThat(header(response, "Content-Type")).isEqualTo("video/mp4");
    assertThat(header(response, "ETag")).isNotNull();
  }

  @Test
  void a_range_outside_the_file_is_416_with_its_size() throws Exception {
    var response = server.get("/media/video/720p.mp4", "Range", "bytes=10-");

    assertThat(response.statusCode()).isEqualTo(416);
    assertThat(header(response, "Content-Range")).isEqualTo("bytes */10");
    assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
  }

  @Test
  void a_malformed_range_is_ignored() throws Exception {
    assertThat(server.get("/media/video/720p.mp4", "Range", "bytes=5-4").statusCode()).isEqualTo(200);
  }

  @Test
  void several_ranges_are_parts_of_one_body() throws Exception {
    var response = server.get("/media/video/720p.mp4", "Range", "bytes=-1, 0-1");

    assertThat(response.statusCode()).isEqualTo(206);
    String type = String.valueOf(header(response, "Content-Type"));
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    assertThat(header(response, "Content-Range")).isNull();
    String boundary = type.substring(type.indexOf('=') + 1);
    assertThat(response.body())
        .isEqualTo(
            "\r\n--%1$s\r\nContent-Type: video/mp4\r\nContent-Range: bytes 9-9/10\r\n\r\n9".formatted(boundary)
                + "\r\n--%1$s\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-1/10\r\n\r\n01".formatted(boundary)
                + "\r\n--%s--\r\n".formatted(boundary));
    assertThat(header(response, "Content-Length")).isEqualTo(Integer.toString(response.body().length()));
  }

  @Test
  void a_thousand_ranges_are_answered_with_the_whole_file_once() throws Exception {
    String ranges = IntStream.range(0, 1000).mapToObj(i -> i + "-" + i).collect(Collectors.joining(",", "bytes=", ""));
    var response = server.get("/media/video/720p.mp4", "Range", ranges);
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).contains("Content-Range: bytes 0-0/10", "Content-Range: bytes 9-9/10");

    String overlapping = "bytes=" + "0-,".repeat(1000) + "0-";
    response = server.get("/media/video/720p.mp4", "Range", overlapping);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("0123456789");
  }

  @Test
  void a_preflight_allows_ranges_and_conditions_of_any_path() throws Exception {
    for (String path : List.of("/media/video/720p.mp4", "/media/unknown/720p.mp4")) {
      var response =
          server.send(
              "OPTIONS",
              path,
              "Origin",
              "https://example.org",
              "Access-Control-Request-Method",
              "GET",
              "Access-Control-Request-Headers",
              "range");
      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(header(response, "Access-Control-Allow-Methods")).contains("GET", "HEAD");
      assertThat(header(response, "Access-Control-Allow-Headers"))
          .contains("Range", "If-Range", "If-None-Match", "Authorization");
      assertThat(header(response, "Access-Control-Max-Age")).isEqualTo("86400");
    }
  }

  @Test
  void nothing_can_be_written_here() throws Exception {
    var response = server.send("DELETE", "/media/video/720p.mp4");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(header(response, "Allow")).contains("GET", "HEAD", "OPTIONS");
  }

  private static Object withoutDate(HttpResponse<?> response) {
    return response.headers().map().entrySet().stream()
        .filter(header -> !header.getKey().equals("date"))
        .collect(Collectors.toMap(e -> e.getKey(), e -> e.getValue()));
  }
}
