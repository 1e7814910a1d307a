package io.safelight.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.auth.AccountRepository.OAuth1Account;
import io.safelight.auth.AccountRepository.User;
import io.safelight.http.Parameter;
import io.safelight.media.UserId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published signatures: of the X documentation and of RFC 5849. */
class SignatureVectorsTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.x.com, /1.1/statuses/update.json, Ls93hJiZbQ3akF3HF3x1Bz8/zU4=",
    "https://api.twitter.com, /1.1/statuses/update.json, hCtSmYh+iHYCEqBWrE7C7hYmtUk=",
    "https://api.twitter.com, /1/statuses/update.json, tnnArxj06cWHq44gCs1OSKk/jLY=",
  })
  void the_example_of_the_x_documentation_has_the_published_signature(String base, String path, String signature)
      throws IOException {
    List<Parameter> parameters =
        List.of(
            text("status", "Hello Ladies + Gentlemen, a signed OAuth request!"),
            text("include_entities", "true"),
            text("oauth_consumer_key", "xvz1evFS4wEEPTGEFPHBog"),
            text("oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"),
            text("oauth_signature_method", "HMAC-SHA1"),
            text("oauth_timestamp", "1318622958"),
            text("oauth_token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"),
            text("oauth_version", "1.0"));

    assertThat(
            sign(
                new SignatureBaseString("POST", path, parameters),
                base,
                "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
                "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"))
        .isEqualTo(signature);
  }

  @Test
  void the_base_string_of_the_rfc_is_made_from_query_header_and_body() throws IOException {
    var header =
        OAuth1Header.parse(
            "realm=\"Example\", oauth_consumer_key=\"9djdj82h48djs9d2\", oauth_token=\"kkk9d7dh3k39sjv7\","
                + " oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131201\", oauth_nonce=\"7d8f3e4a\","
                + " oauth_signature=\"bYT5CMsGcbgUdFHObYMEfcx6bsw%3D\"");
    var parameters = new ArrayList<>(header.signed());
    parameters.addAll(FakeExchange.parameters("b5=%3D%253D&a3=a&c%40=&a2=r%20b"));
    parameters.addAll(FakeExchange.parameters("c2&a3=2+q"));

    var text = new SignatureBaseString("POST", "/request", parameters);
    assertThat(text.describe("http://example.com"))
        .isEqualTo(
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D"
                + "%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2"
                + "%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method"
                + "%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7");
    // The signature printed in the RFC is wrong; this is the one of erratum 2550.
    assertThat(sign(text, "http://example.com", "j49sk3j29djd", "dh893hdasih9"))
        .isEqualTo("r6/TJjbCOr97/+UU0NsvSne7s5g=");
  }

  @Test
  void the_rfc_example_of_a_request_without_token_has_the_published_signature() throws IOException {
    assertThat(
            sign(
                new SignatureBaseString(
                    "POST", "/initiate", oauth("137131200", "wIjqoS",
                        text("oauth_callback", "http://printer.example.com/ready"))),
                "https://photos.example.net",
                "kd94hf93k423kf44",
                ""))
        .isEqualTo("74KNZJeDHnMBp0EMJ9ZHt/XKycU=");
  }

  @Test
  void the_rfc_example_of_exchanging_a_token_has_the_published_signature() throws IOException {
    assertThat(
            sign(
                new SignatureBaseString(
                    "POST", "/token", oauth("137131201", "walatlh",
                        text("oauth_token", "hh5s93j4hdidpola"), text("oauth_verifier", "hfdp7dh39dks9884"))),
                "https://photos.example.net",
                "kd94hf93k423kf44",
                "hdhd0244k9j7ao03"))
        .isEqualTo("gKgrFCywp7rO0OXSjdot/IHF7IU=");
  }

  @Test
  void the_rfc_example_of_fetching_a_photo_has_the_published_signature() throws IOException {
    assertThat(
            sign(
                new SignatureBaseString(
                    "GET", "/photos", oauth("137131202", "chapoH",
                        text("oauth_token", "nnch734d00sl2jdk"),
                        text("file", "vacation.jpg"), text("size", "original"))),
                "http://photos.example.net",
                "kd94hf93k423kf44",
                "pfkkdhi9sl3r4s00"))
        .isEqualTo("MdpQcU8iPSUjWoN/UDMsK2sui9I=");
  }

  private static List<Parameter> oauth(String timestamp, String nonce, Parameter... more) {
    var all =
        new ArrayList<Parameter>(
            List.of(
                text("oauth_consumer_key", "dpf43f3p2l4k3l03"),
                text("oauth_signature_method", "HMAC-SHA1"),
                text("oauth_timestamp", timestamp),
                text("oauth_nonce", nonce)));
    all.addAll(List.of(more));
    return all;
  }

  private static Parameter text(String name, String value) {
    return new Parameter.Text(name, value);
  }

  private static String sign(SignatureBaseString text, String base, String consumerSecret, String tokenSecret)
      throws IOException {
    var user = new User(new UserId(1), "alice", Instant.EPOCH);
    Mac mac =
        new SigningAccount(new OAuth1Account(user, consumerSecret, tokenSecret)).mac(SignatureMethod.HMAC_SHA1);
    text.feed(List.of(mac), List.of(base));
    return Base64.getEncoder().encodeToString(mac.doFinal());
  }
}
