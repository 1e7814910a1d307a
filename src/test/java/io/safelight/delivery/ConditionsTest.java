package io.safelight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.MediaCategory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of RFC 9110 section 13.2.2, over HTTP. */
class ConditionsTest {
  private static final String BEFORE = "Sat, 28 Feb 2026 23:59:57 GMT";
  private static final String SAME = "Sat, 28 Feb 2026 23:59:58 GMT";
  private static final String AFTER = "Sat, 28 Feb 2026 23:59:59 GMT";

  @TempDir static Path folder;
  private static DeliveryServer server;
  private static String tag;

  @BeforeAll
  static void start() throws Exception {
    server = new DeliveryServer(folder);
    server.publish("slug", MediaCategory.TWEET_VIDEO, "720p.mp4", "0123456789");
    tag = String.valueOf(DeliveryServer.header(server.get("/media/slug/720p.mp4"), "ETag"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "[{index}] If-Match {0}, If-Unmodified-Since {1}, If-None-Match {2}, If-Modified-Since {3}: {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        // If-Match compares strongly, and If-Unmodified-Since does not count beside it.
        "TAG,          -,      -,          -,      200",
        "*,            -,      -,          -,      200",
        "'\"x\", TAG', -,      -,          -,      200",
        "W/TAG,        -,      -,          -,      412",
        "\"x\",        -,      -,          -,      412",
        "x,            -,      -,          -,      412",
        "\"x\",        AFTER,  -,          -,      412",
        "TAG,          BEFORE, -,          -,      200",
        // If-Unmodified-Since.
        "-,            BEFORE, -,          -,      412",
        "-,            SAME,   -,          -,      200",
        "-,            AFTER,  -,          -,      200",
        "-,            soon,   -,          -,      200",
        // If-None-Match compares weakly, and If-Modified-Since does not count beside it.
        "-,            -,      TAG,        -,      304",
        "-,            -,      W/TAG,      -,      304",
        "-,            -,      '\"a,b\",TAG', -,   304",
        "-,            -,      *,          -,      304",
        "-,            -,      \"x\",      -,      200",
        "-,            -,      \"x\",      AFTER,  200",
        "-,            -,      TAG,        BEFORE, 304",
        // If-Modified-Since.
        "-,            -,      -,          BEFORE, 200",
        "-,            -,      -,          SAME,   304",
        "-,            -,      -,          AFTER,  304",
        "-,            -,      -,          soon,   200",
        // The first pair is decided before the second.
        "\"x\",        -,      TAG,        -,      412",
        "TAG,          -,      TAG,        -,      304",
        "-,            BEFORE, TAG,        -,      412",
        "-,            AFTER,  -,          AFTER,  304",
      })
  void conditions_are_evaluated_in_order(
      @Nullable String ifMatch,
      @Nullable String ifUnmodifiedSince,
      @Nullable String ifNoneMatch,
      @Nullable String ifModifiedSince,
      int status)
      throws Exception {
    List<String> headers = new ArrayList<>();
    add(headers, "If-Match", ifMatch);
    add(headers, "If-Unmodified-Since", ifUnmodifiedSince);
    add(headers, "If-None-Match", ifNoneMatch);
    add(headers, "If-Modified-Since", ifModifiedSince);

    assertThat(server.get("/media/slug/720p.mp4", headers.toArray(String[]::new)).statusCode()).isEqualTo(status);

    // A range counts only after the other conditions let the request pass.
    headers.addAll(List.of("Range", "bytes=0-1"));
    int partial = status == 200 ? 206 : status;
    assertThat(server.get("/media/slug/720p.mp4", headers.toArray(String[]::new)).statusCode()).isEqualTo(partial);
  }

  @ParameterizedTest(name = "[{index}] If-Range {0}: {1}")
  @CsvSource({
    "TAG,    206",
    "SAME,   206",
    "W/TAG,  200",
    "\"x\",  200",
    "BEFORE, 200",
    "AFTER,  200",
    "x,      200",
  })
  void a_range_counts_only_for_the_very_file_that_if_range_names(String ifRange, int status) throws Exception {
    var response = server.get("/media/slug/720p.mp4", "Range", "bytes=2-3", "If-Range", resolve(ifRange));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(status == 206 ? "23" : "0123456789");
  }

  @Test
  void an_unsatisfiable_range_of_another_file_is_the_whole_file() throws Exception {
    assertThat(server.get("/media/slug/720p.mp4", "Range", "bytes=99-", "If-Range", "\"x\"").statusCode()).isEqualTo(200);
  }

  @Test
  void not_modified_repeats_what_caches_need_and_has_no_body() throws Exception {
    var response = server.get("/media/slug/720p.mp4", "If-None-Match", tag);

    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
    assertThat(DeliveryServer.header(response, "ETag")).isEqualTo(tag);
    assertThat(DeliveryServer.header(response, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(DeliveryServer.header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  void conditions_of_head_count_too() throws Exception {
    assertThat(server.send("HEAD", "/media/slug/720p.mp4", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(server.send("HEAD", "/media/slug/720p.mp4", "If-Match", "\"x\"").statusCode()).isEqualTo(412);
  }

  private static void add(List<String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name);
      headers.add(resolve(value));
    }
  }

  private static String resolve(String value) {
    return switch (value) {
      case "BEFORE" -> BEFORE;
      case "SAME" -> SAME;
      case "AFTER" -> AFTER;
      default -> value.replace("TAG", tag);
    };
  }
}
