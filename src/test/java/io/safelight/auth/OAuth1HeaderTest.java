package io.safelight.auth;

import static io.safelight.error.ErrorCode.BAD_AUTHENTICATION_DATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.SafelightException;
import io.safelight.http.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OAuth1HeaderTest {
  private static final String REST =
      "oauth_consumer_key=\"key\",oauth_token=\"token\",oauth_signature_method=\"HMAC-SHA1\","
          + "oauth_timestamp=\"1318622958\"";

  @ParameterizedTest
  @ValueSource(strings = {
    "oauth_nonce=\"a-b_c\", oauth_signature=\"x%2By%3D\"",
    "oauth_nonce=\"a-b_c\",oauth_signature=\"x%2By%3D\"",
    "oauth_nonce=\"a-b_c\" ,\t oauth_signature = \"x%2By%3D\" , ",
    "oauth_nonce=a-b_c,oauth_signature=x%2By%3D",
    "oauth_nonce=a-b_c , oauth_signature=x%2by%3d",
    "oauth_nonce=\"a-b_c\", oauth_signature=\"x+y=\"",
    "oauth_nonce=a-b_c,,oauth_signature=x+y=",
    "realm=\"\", oauth_nonce=\"a-b_c\", oauth_signature=\"x+y=\"",
    "realm=\"a, \\\"b\\\", 100% c\", oauth_nonce=\"a-b_c\", oauth_signature=\"x+y=\"",
    "oauth%5Fnonce=\"%61-b_c\", oauth_signature=\"x+y=\""
  })
  void the_notations_of_different_clients_mean_the_same(String parameters) {
    OAuth1Header header = OAuth1Header.parse(REST + ", " + parameters);

    assertThat(header.nonce()).isEqualTo("a-b_c");
    assertThat(header.signature()).isEqualTo("x+y=");
    assertThat(header.consumerKey()).isEqualTo("key");
    assertThat(header.token()).isEqualTo("token");
    assertThat(header.timestamp()).isEqualTo(1_318_622_958);
    assertThat(header.signed())
        .extracting(Parameter::name)
        .containsExactlyInAnyOrder(
            "oauth_consumer_key", "oauth_token", "oauth_signature_method", "oauth_timestamp", "oauth_nonce");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "oauth_nonce=\"a\", oauth_signature=\"b\", oauth_nonce=\"a\"",
    "oauth_nonce=\"a\", oauth_signature=\"b\", oauth_token=\"token\"",
    "oauth_nonce=\"a\", oauth_signature=\"b\", oauth_signature=\"b\"",
    "oauth_nonce=\"a\", oauth_signature=\"b",
    "oauth_nonce=\"a\", oauth_signature=\"b\\",
    "oauth_nonce=\"a\" oauth_signature=\"b\"",
    "oauth_nonce=a oauth_signature=b",
    "oauth_nonce=\"a\", oauth_signature",
    "oauth_nonce=\"a\", oauth_signature=\"b\", =\"c\"",
    "oauth_nonce=\"a\", oauth_signature=\"b\", \"c\"",
    "oauth_nonce=\"a%2\", oauth_signature=\"b\"",
    "oauth_nonce=\"a%zz\", oauth_signature=\"b\"",
    "oauth_nonce=\"a%ff\", oauth_signature=\"b\"",
    "oauth_nonce=\"a\"x, oauth_signature=\"b\""
  })
  void what_can_be_read_in_two_ways_is_refused(String parameters) {
    assertThatThrownBy(() -> OAuth1Header.parse(REST + ", " + parameters))
        .isInstanceOfSatisfying(SafelightException.class, e -> assertThat(e.code()).isEqualTo(BAD_AUTHENTICATION_DATA));
  }

  @Test
  void a_header_with_very_many_parameters_is_refused() {
    var header = new StringBuilder(REST).append(",oauth_nonce=a,oauth_signature=b");
    for (int i = 0; i < 100; i++) {
      header.append(",p").append(i).append("=x");
    }

    assertThatThrownBy(() -> OAuth1Header.parse(header.toString())).isInstanceOf(SafelightException.class);
  }

  @Test
  void a_logged_header_shows_no_signature() {
    assertThat(OAuth1Header.parse(REST + ",oauth_nonce=a,oauth_signature=verysecret"))
        .asString()
        .doesNotContain("verysecret");
  }

  @Test
  void random_bytes_are_parsed_or_refused_but_never_break_the_parser() {
    var random = new Random(20_261_103);
    String alphabet = "=,\"\\ \t%aZ09oauth_é\u20ac\uD83D";
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder(random.nextBoolean() ? REST + "," : "");
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        OAuth1Header.parse(text.toString());
      } catch (SafelightException e) {
        assertThat(e.code()).isEqualTo(BAD_AUTHENTICATION_DATA);
      }
    }
  }

  @Test
  void random_values_in_random_notation_are_read_back() {
    var random = new Random(5849);
    for (int round = 0; round < 2_000; round++) {
      String nonce = Texts.random(random, 1 + random.nextInt(20));
      String signature = Texts.random(random, 1 + random.nextInt(40));
      var parameters = new ArrayList<>(List.of(REST.split(",")));
      parameters.add("oauth_nonce=" + quote(random, nonce));
      parameters.add("oauth_signature=" + quote(random, signature));
      Collections.shuffle(parameters, random);

      OAuth1Header header = OAuth1Header.parse(String.join(random.nextBoolean() ? "," : " , ", parameters));

      assertThat(header.nonce()).isEqualTo(nonce);
      assertThat(header.signature()).isEqualTo(signature);
    }
  }

  private static String quote(Random random, String value) {
    String encoded = ReferenceSigner.encode(value);
    return random.nextBoolean() ? '"' + encoded + '"' : encoded;
  }
}
