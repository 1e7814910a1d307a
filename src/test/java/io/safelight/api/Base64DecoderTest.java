package io.safelight.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.SafelightException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64DecoderTest {
  private final Random random = new Random(3);

  @Test
  void every_length_in_every_form_cut_into_any_pieces_decodes() throws IOException {
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);

      assertThat(decode(Base64.getEncoder().encode(bytes), false)).isEqualTo(bytes);
      assertThat(decode(Base64.getMimeEncoder().encode(bytes), false)).isEqualTo(bytes);
      assertThat(decode(Base64.getUrlEncoder().withoutPadding().encode(bytes), false)).isEqualTo(bytes);
      byte[] unescaped = Base64.getEncoder().encodeToString(bytes).replace('+', ' ').getBytes(UTF_8);
      assertThat(decode(unescaped, true)).isEqualTo(bytes);
    }
  }

  @Test
  void more_than_a_buffer_decodes() throws IOException {
    byte[] bytes = new byte[100_000];
    random.nextBytes(bytes);

    assertThat(decode(Base64.getEncoder().encode(bytes), true)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AAAAA", "AA=A", "A*AA", "data:,AA", "AAAé", "\0AAA"})
  void garbage_is_refused_and_named(String garbage) {
    assertThatThrownBy(() -> decode(garbage.getBytes(UTF_8), true))
        .isInstanceOf(SafelightException.class)
        .hasMessageStartingWith("media type unrecognized. The parameter media_data is not base64: ");
  }

  private byte[] decode(byte[] encoded, boolean spaceIsPlus) throws IOException {
    var decoded = new ByteArrayOutputStream();
    var decoder =
        new Base64Decoder(
            "media_data",
            spaceIsPlus,
            bytes -> {
              while (bytes.hasRemaining()) {
                decoded.write(bytes.get());
              }
            });
    int position = 0;
    while (position < encoded.length) {
      int piece = Math.min(encoded.length - position, 1 + random.nextInt(50));
      decoder.write(ByteBuffer.wrap(encoded, position, piece));
      position += piece;
    }
    decoder.end();
    return decoded.toByteArray();
  }
}
