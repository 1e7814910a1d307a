package io.safelight.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
  /** The examples of the X documentation. */
  @ParameterizedTest
  @CsvSource({
    "Ladies + Gentlemen, Ladies%20%2B%20Gentlemen",
    "An encoded string!, An%20encoded%20string%21",
    "☃, %E2%98%83",
    "-._~, -._~"
  })
  void published_examples_are_encoded_as_published(String plain, String encoded) {
    assertThat(new String(PercentEncoding.encode(plain), StandardCharsets.US_ASCII)).isEqualTo(encoded);
    assertThat(PercentEncoding.decode(encoded)).isEqualTo(plain);
  }

  @Test
  void encoding_twice_in_one_step_is_the_same_as_in_two() {
    var random = new Random(6);
    for (int round = 0; round < 2_000; round++) {
      String text = Texts.random(random, random.nextInt(20));
      byte[] source = text.getBytes(StandardCharsets.UTF_8);
      byte[] target = new byte[PercentEncoding.lengthTwice(source) + 1];

      int end = PercentEncoding.encodeTwice(source, source.length, target, 1);

      assertThat(end).isEqualTo(target.length);
      assertThat(new String(target, 1, end - 1, StandardCharsets.US_ASCII))
          .isEqualTo(ReferenceSigner.encode(ReferenceSigner.encode(text)));
    }
  }

  @Test
  void plain_texts_are_ordered_like_their_encoded_forms() throws IOException {
    var random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      String left = Texts.random(random, random.nextInt(3));
      String right = Texts.random(random, random.nextInt(3));
      int expected = Integer.signum(ReferenceSigner.encode(left).compareTo(ReferenceSigner.encode(right)));
      byte[] a = left.getBytes(StandardCharsets.UTF_8);
      byte[] b = right.getBytes(StandardCharsets.UTF_8);

      assertThat(Integer.signum(PercentEncoding.compareEncoded(a, b))).isEqualTo(expected);
      assertThat(
              Integer.signum(
                  PercentEncoding.compareEncoded(new ByteArrayInputStream(a), new ByteArrayInputStream(b))))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%2", "a%2", "%g0", "%0g", "%%20", "%ff", "%c3", "%+1", "%\u0661\u0661"})
  void what_is_not_percent_encoded_utf_8_is_refused(String text) {
    assertThatThrownBy(() -> PercentEncoding.decode(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
