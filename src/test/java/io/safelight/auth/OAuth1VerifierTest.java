package io.safelight.auth;

import static io.safelight.auth.AuthFixture.STATUS_URI;
import static io.safelight.auth.AuthFixture.UPLOAD_URI;
import static io.safelight.error.ErrorCode.BAD_AUTHENTICATION_DATA;
import static io.safelight.error.ErrorCode.COULD_NOT_AUTHENTICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.SafelightException;
import io.safelight.http.RequestBody.BodyType;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed, with what, and for which base URI. */
class OAuth1VerifierTest {
  private final AuthFixture server = new AuthFixture();

  @Test
  void hmac_sha256_is_accepted() throws IOException {
    server.assertAccepted(server.client("GET", STATUS_URI).withSha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAINTEXT", "RSA-SHA1", "hmac-sha1", "HMAC-SHA512"})
  void other_signature_methods_are_refused_before_a_body_is_read(String method) {
    var request =
        server.client("POST", UPLOAD_URI).withOauth("oauth_signature_method", method).request(server.clock.instant());

    assertThatThrownBy(() -> server.authenticator.check(request))
        .isInstanceOfSatisfying(SafelightException.class, e -> assertThat(e.code()).isEqualTo(COULD_NOT_AUTHENTICATE));
  }

  @Test
  void plaintext_with_the_right_secrets_is_refused() {
    Client client = server.client("GET", STATUS_URI).withOauth("oauth_signature_method", "PLAINTEXT");
    String secrets = server.alice.consumerSecret() + "&" + server.alice.accessTokenSecret();

    server.assertRefused(
        client.request(server.clock.instant()).withAuthorization(client.authorization(secrets)),
        COULD_NOT_AUTHENTICATE);
  }

  @Test
  void a_sha256_signature_does_not_pass_for_sha1() {
    Client client = server.client("GET", STATUS_URI).withSha256();
    String header = client.authorization().replace("HMAC-SHA256", "HMAC-SHA1");

    server.assertRefused(
        client.request(server.clock.instant()).withAuthorization(header), COULD_NOT_AUTHENTICATE);
  }

  @Test
  void nothing_that_is_signed_can_be_changed() throws IOException {
    Client client =
        server.client("POST", UPLOAD_URI + "?command=INIT").withForm("total_bytes=5&media_type=video%2Fmp4");
    var request = client.request(server.clock.instant());

    server.assertRefused(request.withMethod("PUT"), client.form(), COULD_NOT_AUTHENTICATE);
    server.assertRefused(
        request.withUri(UPLOAD_URI + "?command=APPEND"), client.form(), COULD_NOT_AUTHENTICATE);
    server.assertRefused(request.withUri(UPLOAD_URI), client.form(), COULD_NOT_AUTHENTICATE);
    server.assertRefused(
        request.withUri("http://127.0.0.1:8080/1.1/media/Upload.json?command=INIT"),
        client.form(),
        COULD_NOT_AUTHENTICATE);
    server.assertRefused(
        request.withUri("http://127.0.0.2:8080/1.1/media/upload.json?command=INIT"),
        client.form(),
        COULD_NOT_AUTHENTICATE);
    server.assertRefused(
        request, FakeExchange.parameters("total_bytes=6&media_type=video%2Fmp4"), COULD_NOT_AUTHENTICATE);
    server.assertRefused(
        request, FakeExchange.parameters("total_bytes=5&media_type=video%2Fmp4&shared=true"), COULD_NOT_AUTHENTICATE);
    server.assertRefused(request, COULD_NOT_AUTHENTICATE);
    String header = client.authorization();
    for (String changed :
        List.of(
            header.replace("oauth_nonce=\"", "oauth_nonce=\"A"),
            header.replace("oauth_signature=\"", "oauth_signature=\"A"),
            header.replace(Long.toString(server.clock.seconds()), Long.toString(server.clock.seconds() + 1)),
            header.replace("oauth_version=\"1.0\", ", ""))) {
      assertThat(changed).isNotEqualTo(header);
      server.assertRefused(request.withAuthorization(changed), client.form(), COULD_NOT_AUTHENTICATE);
    }

    server.assertAccepted(client);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "====", "%00", "dGhlIHNpZ25hdHVyZSBpcyB3cm9uZyE=", "not base64!"})
  void a_wrong_signature_gets_32_or_215_when_it_is_missing(String signature) {
    Client client = server.client("GET", STATUS_URI);
    var request = client.request(server.clock.instant()).withAuthorization(client.authorization(signature));

    server.assertRefused(request, signature.isEmpty() ? BAD_AUTHENTICATION_DATA : COULD_NOT_AUTHENTICATE);
  }

  @Test
  void a_mismatch_shows_the_text_that_should_have_been_signed_but_no_secret() {
    Client client = server.client("GET", STATUS_URI).signingFor("http://elsewhere");

    SafelightException refusal = server.assertRefused(client, COULD_NOT_AUTHENTICATE);

    assertThat(refusal.members().get("signature_base_string"))
        .asString()
        .startsWith("GET&http%3A%2F%2F127.0.0.1%3A8080%2F1.1%2Fmedia%2Fupload.json&command%3DSTATUS%26media_id%3D")
        .doesNotContain(server.alice.consumerSecret(), server.alice.accessTokenSecret());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "http://127.0.0.1:8080",
    "http://127.0.0.1",
    "https://127.0.0.1:8080",
    "https://127.0.0.1",
    "https://upload.twitter.com",
    "https://api.twitter.com",
    "https://upload.x.com",
    "https://api.x.com",
    "http://api.x.com"
  })
  void clients_may_sign_for_any_name_of_the_server(String base) throws IOException {
    for (int i = 0; i < 3; i++) {
      server.assertAccepted(server.client("GET", STATUS_URI).signingFor(base));
      server.assertAccepted(server.client("POST", UPLOAD_URI).signingFor(base).withForm("command=INIT&total_bytes=1"));
    }
  }

  @Test
  void clients_of_one_account_may_differ_in_the_name_they_sign_for() throws IOException {
    for (int i = 0; i < 3; i++) {
      server.assertAccepted(server.client("GET", STATUS_URI).signingFor("https://api.x.com"));
      server.assertAccepted(server.client("GET", STATUS_URI));
      server.assertAccepted(server.client("POST", UPLOAD_URI + "?a=b").withBody(BodyType.MULTIPART).leavingOutQuery());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "http://evil.example", "https://127.0.0.1:8081", "https://x.com", "https://api.x.com:444", "ftp://api.x.com"
  })
  void a_signature_for_another_server_is_refused(String base) {
    server.assertRefused(server.client("GET", STATUS_URI).signingFor(base), COULD_NOT_AUTHENTICATE);
  }

  @ParameterizedTest
  @CsvSource({
    "http://media.example.com/1.1/media/upload.json, http://media.example.com",
    "http://media.example.com:80/1.1/media/upload.json, http://media.example.com",
    "http://media.example.com/1.1/media/upload.json, https://media.example.com",
    "https://media.example.com:443/1.1/media/upload.json, https://media.example.com",
    "http://media.example.com:443/1.1/media/upload.json, https://media.example.com",
    "http://[::1]:8080/1.1/media/upload.json, http://[::1]:8080"
  })
  void default_ports_are_not_signed(String uri, String base) throws IOException {
    server.assertAccepted(server.client("POST", uri).signingFor(base));
  }

  @ParameterizedTest
  @CsvSource({"MULTIPART", "JSON", "OTHER"})
  void of_a_request_whose_body_is_not_a_form_the_query_may_be_left_unsigned(BodyType body) throws IOException {
    String uri = UPLOAD_URI + "?command=APPEND&media_id=1";

    server.assertAccepted(server.client("POST", uri).withBody(body));
    server.assertAccepted(server.client("POST", uri).withBody(body).leavingOutQuery());
    server.assertAccepted(server.client("POST", uri).withBody(body).leavingOutQuery().signingFor("https://api.x.com"));
  }

  @Test
  void the_query_of_a_get_a_form_or_an_empty_post_is_always_signed() {
    String uri = UPLOAD_URI + "?command=APPEND&media_id=1";

    server.assertRefused(server.client("GET", uri).leavingOutQuery(), COULD_NOT_AUTHENTICATE);
    server.assertRefused(server.client("POST", uri).leavingOutQuery(), COULD_NOT_AUTHENTICATE);
    server.assertRefused(server.client("POST", uri).withForm("a=b").leavingOutQuery(), COULD_NOT_AUTHENTICATE);
    server.assertRefused(
        server.client("GET", uri).withBody(BodyType.JSON).leavingOutQuery(), COULD_NOT_AUTHENTICATE);
  }

  @Test
  void an_account_that_leaves_the_query_unsigned_once_must_sign_it_for_a_form() throws IOException {
    String uri = UPLOAD_URI + "?command=APPEND&media_id=1";
    server.assertAccepted(server.client("POST", uri).withBody(BodyType.MULTIPART).leavingOutQuery());

    server.assertRefused(server.client("POST", uri).withForm("a=b").leavingOutQuery(), COULD_NOT_AUTHENTICATE);
    server.assertAccepted(server.client("POST", uri).withForm("a=b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "?a=b&", "?&a=b", "?a=b&&c=d"})
  void the_nothing_in_a_query_may_be_signed_as_a_parameter(String query) throws IOException {
    String uri = "http://127.0.0.1:8080/1.1/statuses/show/1.json";

    server.assertAccepted(server.client("GET", uri + query).signingAnEmptyPair());
    server.assertAccepted(server.client("GET", uri + query));
    server.assertRefused(server.client("GET", uri).signingAnEmptyPair(), COULD_NOT_AUTHENTICATE);
    server.assertRefused(server.client("GET", uri + "?a=b").signingAnEmptyPair(), COULD_NOT_AUTHENTICATE);
  }

  @Test
  void further_oauth_parameters_are_signed_like_any() throws IOException {
    Client client = server.client("GET", STATUS_URI).withOauth("oauth_body_hash", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=");

    server.assertAccepted(client);
    server.assertRefused(
        client.request(server.clock.instant()).withAuthorization(client.authorization().replace("2jmj7", "2jmj8")),
        COULD_NOT_AUTHENTICATE);
  }

  @Test
  void the_path_is_signed_as_it_was_sent() throws IOException {
    server.assertAccepted(server.client("GET", "http://127.0.0.1:8080/1.1/statuses/show/%31%2e.json"));
  }
}
