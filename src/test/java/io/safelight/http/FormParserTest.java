package io.safelight.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormParserTest {
  @TempDir private Path folder;

  private static String query(String raw) throws IOException {
    return Bodies.describe(FormParser.parseQuery(raw));
  }

  @Test
  void names_and_values_are_decoded_once_in_the_order_sent() throws Exception {
    assertThat(query("a=1&b=2&a=3")).isEqualTo("a=1;b=2;a=3;");
    assertThat(query("a+b=c+d&%61=%2541")).isEqualTo("a b=c d;a=%41;");
    assertThat(query("a&b=&=c&&")).isEqualTo("a=;b=;=c;");
    assertThat(query("a=b=c%3D&x=%26")).isEqualTo("a=b=c=;x=&;");
    assertThat(FormParser.parseQuery("t=%E2%82%AC")).containsExactly(new Parameter.Text("t", "€"));
  }

  @Test
  void a_value_that_is_not_utf8_keeps_its_bytes() throws Exception {
    List<Parameter> parameters = FormParser.parseQuery("raw=%ff%d8%00");
    assertThat(parameters).singleElement().isInstanceOf(Parameter.Large.class);
    assertThat(parameters.getFirst().open().readAllBytes()).containsExactly(0xff, 0xd8, 0x00);
  }

  @Test
  void a_broken_escape_is_refused() {
    for (String raw : new String[] {"a=%", "a=%2", "a=%zz", "%=1", "a=%2&b=1", "%ff=1", "a".repeat(257)}) {
      assertThatThrownBy(() -> FormParser.parseQuery(raw))
          .as(raw)
          .isInstanceOfSatisfying(
              SafelightException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PARAMETER_INVALID));
    }
    assertThatThrownBy(() -> FormParser.parseQuery("a&".repeat(1001))).isInstanceOf(SafelightException.class);
  }

  @Test
  void a_large_value_is_the_same_under_every_way_of_cutting_and_leaves_no_file() throws Exception {
    var random = new Random(3);
    byte[] media = new byte[300_000];
    random.nextBytes(media);
    String base64 = Base64.getEncoder().encodeToString(media);
    String raw = "command=APPEND&media_data=" + URLEncoder.encode(base64, StandardCharsets.UTF_8) + "&index=1";
    byte[] body = raw.getBytes(StandardCharsets.US_ASCII);
    String expected =
        "command=APPEND;*media_data=" + Bodies.summary(base64.getBytes(StandardCharsets.US_ASCII)) + ";index=1;";
    for (int most : new int[] {1, 2, 3, 1000, 65_536, body.length}) {
      try (var spool = new SpoolFile(new SpoolSpace(folder, 0, TestServer.defaults()), "me")) {
        var parser = new FormParser(ErrorCode.MALFORMED_BODY, spool);
        for (int at = 0; at < body.length; ) {
          int count = Math.min(body.length - at, 1 + random.nextInt(most));
          parser.accept(ByteBuffer.wrap(body, at, count));
          at += count;
        }
        assertThat(Bodies.describe(parser.finish())).as("pieces up to %d", most).isEqualTo(expected);
        try (var files = Files.list(folder)) {
          assertThat(files).isEmpty();
        }
      }
    }
  }

  @Test
  void memory_is_used_up_once_and_everything_behind_goes_to_the_file() throws Exception {
    try (var spool = new SpoolFile(new SpoolSpace(folder, 0, TestServer.defaults()), "me")) {
      var parser = new FormParser(ErrorCode.MALFORMED_BODY, spool);
      String value = "v".repeat(1000);
      for (int i = 0; i < 100; i++) {
        parser.accept(ByteBuffer.wrap(("k" + i + "=" + value + "&").getBytes(StandardCharsets.US_ASCII)));
      }
      List<Parameter> parameters = parser.finish();
      assertThat(parameters).hasSize(100);
      assertThat(parameters.stream().filter(Parameter.Text.class::isInstance).mapToInt(_ -> 1000).sum())
          .isBetween(FormParser.MEMORY / 2, FormParser.MEMORY);
      assertThat(parameters.getLast().open().readAllBytes()).hasSize(1000);
      assertThat(parameters.get(70).open().readAllBytes()).isEqualTo(value.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
