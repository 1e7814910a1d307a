package io.safelight.http;

import static io.safelight.http.Bodies.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Bodies.Parts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartParserTest {
  private static final String BOUNDARY = "--aXb-aX";

  /** Looks like the delimiter in every way it can, without being one. */
  private static final byte[] TRAPS =
      join("\r\r\r\n\r\n--\r\n----aXb-aY\n----aXb-aX----aXb-aX", "\r\n----aXb-a\r\n----aXb-\r\n\r");

  private static byte[] body() {
    return join(
        "preamble\r\n\r\n",
        "----aXb-aX\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.mp4\"\r\n",
        "Content-Type: video/mp4\r\n\r\n",
        TRAPS,
        "\r\n----aXb-aX  \r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n",
        "\r\n----aXb-aX\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n7",
        "\r\n----aXb-aX--\r\nepilogue\r\n----aXb-aX\r\n");
  }

  private static String parse(byte[] body, int... cuts) throws IOException {
    var parts = new Parts();
    var parser = new MultipartParser(BOUNDARY, parts);
    int from = 0;
    for (int cut : cuts) {
      parser.accept(ByteBuffer.wrap(body, from, cut - from));
      from = cut;
    }
    parser.accept(ByteBuffer.wrap(body, from, body.length - from));
    parser.finish();
    return parts.toString();
  }

  @Test
  void content_is_the_same_wherever_the_body_is_cut_in_three() throws Exception {
    byte[] body = body();
    String expected = "media: " + Bodies.summary(TRAPS) + "\nempty: \nsegment_index: 7";
    assertThat(parse(body)).isEqualTo(expected);
    for (int first = 0; first <= body.length; first++) {
      for (int second = first; second <= Math.min(body.length, first + 40); second++) {
        // Thousands of fluent assertions would take most of the time.
        if (!parse(body, first, second).equals(expected)) {
          fail("cut at %d and %d", first, second);
        }
      }
    }
  }

  @Test
  void content_is_the_same_when_every_byte_comes_alone() throws Exception {
    byte[] body = body();
    int[] cuts = new int[body.length];
    Arrays.setAll(cuts, i -> i);
    assertThat(parse(body, cuts)).isEqualTo(parse(body));
  }

  @Test
  void random_content_made_of_the_delimiters_own_bytes_comes_through_every_random_cut() throws Exception {
    var random = new Random(7);
    byte[] alphabet = ("\r\n-" + BOUNDARY).getBytes(StandardCharsets.US_ASCII);
    for (int round = 0; round < 20_000; round++) {
      byte[] content = new byte[random.nextInt(60)];
      for (int i = 0; i < content.length; i++) {
        content[i] = alphabet[random.nextInt(alphabet.length)];
      }
      if (new String(content, StandardCharsets.US_ASCII).contains("--" + BOUNDARY)) {
        continue;
      }
      byte[] body = join("----aXb-aX\r\n\r\n", content, "\r\n----aXb-aX--");
      int[] cuts = random.ints(random.nextInt(6), 0, body.length).sorted().toArray();
      if (!parse(body, cuts).equals(": " + Bodies.summary(content))) {
        fail("%s cut at %s", Arrays.toString(body), Arrays.toString(cuts));
      }
    }
  }

  @Test
  void a_body_cut_off_anywhere_is_malformed_and_never_ends_the_part_that_was_cut() throws Exception {
    byte[] body = join("----aXb-aX\r\nContent-Disposition: form-data; name=a\r\n\r\n0123456789\r\n----aXb-aX--");
    for (int length = 0; length < body.length; length++) {
      var parts = new Parts();
      var parser = new MultipartParser(BOUNDARY, parts);
      parser.accept(ByteBuffer.wrap(body, 0, length));
      assertThatThrownBy(parser::finish).isInstanceOf(SafelightException.class);
      boolean sawDelimiter = length >= body.length - 2;
      assertThat(parts.toString()).as("length %d", length).isEqualTo(sawDelimiter ? "a: 0123456789" : "");
    }
  }

  private static void assertMalformed(String body) {
    assertThatThrownBy(() -> parse(join(body)))
        .isInstanceOfSatisfying(
            SafelightException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_BODY));
  }

  @Test
  void heads_are_read_tolerantly() throws Exception {
    String[][] heads = {
      {"Content-Disposition: form-data; name=media", "media: "},
      {"content-disposition:form-data;name=\"media\"", "media: "},
      {"Content-Disposition: form-data, name=\"media\", filename=x", "media: "},
      {"Content-Disposition: form-data; name=\"me;d\\\"ia\"", "me;d\"ia: "},
      {"Content-Disposition: form-data; name=\"m\"; filename*=UTF-8''%e2%82%ac", "m: "},
      {"Content-Disposition: form-data; name=\"m\"; filename=\"../../etc/passwd\0\"", "m: "},
      {"Content-Disposition: form-data; name=\"m\"; filename=\"a\u00ff;b=c\"", "m: "},
      {"Content-Disposition: form-data;\r\n name=\"folded\"", "folded: "},
      {"Content-Disposition: form-data; name=\"m\"\r\nContent-Transfer-Encoding: BASE64", "m: base64 "},
      {"Content-Disposition: form-data; name=\"m\"\r\nContent-Type: text/plain;a=b", "m: "},
      {"no header at all\r\nContent-Disposition: form-data; name=\"m\"", "m: "},
      {"X: y", ": "},
    };
    for (String[] head : heads) {
      byte[] body = join("----aXb-aX\r\n", head[0], "\r\n\r\nv\r\n----aXb-aX--\r\n");
      assertThat(parse(body)).as(head[0]).isEqualTo(head[1] + "v");
    }
    byte[] lineFeeds = join("----aXb-aX\nContent-Disposition: form-data; name=\"lf\"\n\nv\r\n----aXb-aX--");
    assertThat(parse(lineFeeds)).isEqualTo("lf: v");
  }

  @Test
  void a_part_that_nobody_wants_is_dropped() throws Exception {
    String head = "----aXb-aX\r\nContent-Disposition: form-data; name=drop\r\n\r\nlong\r\n";
    assertThat(parse(join(head, "----aXb-aX\r\nContent-Disposition: form-data; name=k\r\n\r\nv\r\n----aXb-aX--"), 70))
        .isEqualTo("k: v");
  }

  @Test
  void what_breaks_the_rules_is_malformed() {
    assertMalformed("");
    assertMalformed("no boundary in here");
    assertMalformed("----aXb-aX-\r\n");
    assertMalformed("----aXb-aXtail\r\n\r\n\r\n----aXb-aX--");
    assertMalformed("----aXb-aX\r\nX: " + "a".repeat(MultipartParser.MAX_HEAD) + "\r\n\r\n\r\n----aXb-aX--");
    assertMalformed("----aXb-aX\r\n\r\n\r\n".repeat(MultipartParser.MAX_PARTS + 1) + "----aXb-aX--");
  }

  @Test
  void random_bytes_are_parsed_or_malformed_and_nothing_else() throws Exception {
    var random = new Random(11);
    String[] pieces = {
      "----aXb-aX", "--", "\r\n", "\n", "\r", "Content-Disposition: form-data; name=\"", "filename",
      "\"", ";", "=", "\\", "\0", "\u00ff", " ", "x", ":",
    };
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder(random.nextBoolean() ? "----aXb-aX\r\n" : "");
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] body = join(text);
      try {
        parse(body, random.ints(random.nextInt(3), 0, body.length + 1).sorted().toArray());
      } catch (SafelightException e) {
        if (e.code() != ErrorCode.MALFORMED_BODY) {
          fail(text.toString(), e);
        }
      }
    }
  }

  @Test
  void a_boundary_that_cannot_be_is_refused() {
    for (String boundary : new String[] {"", "a\r\nb", "b\u00e9", "a".repeat(201)}) {
      assertThatThrownBy(() -> new MultipartParser(boundary, new Parts())).isInstanceOf(SafelightException.class);
    }
  }
}
