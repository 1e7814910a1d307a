package io.safelight.auth;

import static io.safelight.auth.AuthFixture.STATUS_URI;
import static io.safelight.auth.AuthFixture.UPLOAD_URI;
import static io.safelight.error.ErrorCode.BAD_AUTHENTICATION_DATA;
import static io.safelight.error.ErrorCode.INVALID_TOKEN;
import static io.safelight.error.ErrorCode.TIMESTAMP_OUT_OF_BOUNDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.IdGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestAuthenticatorTest {
  private final AuthFixture server = new AuthFixture();

  @Test
  void a_signed_request_is_its_users() throws IOException {
    Principal principal = server.authenticate(server.client("GET", STATUS_URI));

    assertThat(principal.user()).hasToString(server.alice.userId());
  }

  @Test
  void a_bearer_token_is_its_users() throws IOException {
    var request = server.client("POST", UPLOAD_URI).request(server.clock.instant());

    Principal principal = server.authenticate(request.withAuthorization("Bearer " + server.alice.bearerToken()));

    assertThat(principal.user()).hasToString(server.alice.userId());
    server.assertRefused(request.withAuthorization("Bearer " + server.alice.bearerToken() + "x"), INVALID_TOKEN);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "OAuth", "Bearer", "Bearer ", "Basic YTpi", "OAuth2 x", "token"})
  void a_request_without_usable_credentials_gets_215(String authorization) {
    var request = server.client("GET", STATUS_URI).request(server.clock.instant());

    SafelightException refusal =
        server.assertRefused(request.withAuthorization(authorization), BAD_AUTHENTICATION_DATA);

    assertThat(refusal.members()).containsKey("hint");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "oauth_consumer_key", "oauth_token", "oauth_nonce", "oauth_timestamp", "oauth_signature_method"
  })
  void a_signed_request_that_lacks_a_parameter_gets_215(String name) {
    server.assertRefused(server.client("GET", STATUS_URI).withOauth(name, null), BAD_AUTHENTICATION_DATA);
    server.assertRefused(server.client("GET", STATUS_URI).withOauth(name, ""), BAD_AUTHENTICATION_DATA);
  }

  @Test
  void another_version_than_1_0_gets_215_and_none_is_accepted() throws IOException {
    server.assertRefused(server.client("GET", STATUS_URI).withOauth("oauth_version", "2.0"), BAD_AUTHENTICATION_DATA);
    server.assertAccepted(server.client("GET", STATUS_URI).withOauth("oauth_version", null));
  }

  @Test
  void an_unknown_key_or_token_gets_89() {
    server.assertRefused(server.client("GET", STATUS_URI).withOauth("oauth_consumer_key", "x"), INVALID_TOKEN);
    server.assertRefused(server.client("GET", STATUS_URI).withOauth("oauth_token", "1-x"), INVALID_TOKEN);
  }

  @Test
  void the_token_of_one_user_does_not_go_with_the_key_of_another() {
    NewAccount bob =
        new AccountService(server.accounts, new IdGenerator(server.clock, 1), server.clock).create("bob");

    server.assertRefused(
        server.client("GET", STATUS_URI).withOauth("oauth_token", bob.accessToken()), INVALID_TOKEN);
  }

  @Test
  void an_unknown_token_is_told_before_a_stale_timestamp_and_that_before_a_wrong_signature() {
    long stale = server.clock.seconds() - 301;
    server.assertRefused(server.clientAt(stale, "GET", STATUS_URI).withOauth("oauth_token", "1-x"), INVALID_TOKEN);
    server.assertRefused(
        server.clientAt(stale, "GET", STATUS_URI).signingFor("http://elsewhere"), TIMESTAMP_OUT_OF_BOUNDS);
  }

  @ParameterizedTest
  @CsvSource({"-301, false", "-300, true", "0, true", "300, true", "301, false"})
  void timestamps_may_be_off_by_the_window(long offset, boolean accepted) throws IOException {
    Client client = server.clientAt(server.clock.seconds() + offset, "GET", STATUS_URI);
    if (accepted) {
      server.assertAccepted(client);
    } else {
      server.assertRefused(client, TIMESTAMP_OUT_OF_BOUNDS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, TIMESTAMP_OUT_OF_BOUNDS",
    "9223372036854775807, TIMESTAMP_OUT_OF_BOUNDS",
    "9223372036854775808, BAD_AUTHENTICATION_DATA",
    "-1, TIMESTAMP_OUT_OF_BOUNDS",
    "now, BAD_AUTHENTICATION_DATA",
    "1.5, BAD_AUTHENTICATION_DATA"
  })
  void absurd_timestamps_are_refused(String timestamp, ErrorCode code) {
    server.assertRefused(server.client("GET", STATUS_URI).withOauth("oauth_timestamp", timestamp), code);
  }

  @Test
  void only_what_is_in_memory_is_answered_on_the_io_thread() throws IOException {
    var request = server.client("GET", STATUS_URI).request(server.clock.instant());
    var bearer = request.withAuthorization("bearer " + server.alice.bearerToken());
    assertThat(server.authenticator.checkInMemory(request)).isNull();
    assertThat(server.authenticator.checkInMemory(bearer)).isNull();
    assertThat(server.accounts.lookups).hasValue(0);

    server.authenticate(request);
    server.authenticate(bearer);

    var claim = Optional.ofNullable(server.authenticator.checkInMemory(request)).orElseThrow();
    assertThat(claim.proven()).as("a signature proves nothing before the body was read").isEmpty();
    assertThat(claim.prove(List.of()).user()).hasToString(server.alice.userId());
    assertThat(server.authenticator.checkInMemory(bearer)).isNotNull();
    assertThat(server.accounts.lookups).hasValue(2);
  }

  @Test
  void the_io_thread_refuses_what_memory_is_enough_to_refuse() throws IOException {
    server.assertAccepted(server.client("GET", STATUS_URI));
    var stale = server.clientAt(server.clock.seconds() - 301, "GET", STATUS_URI).request(server.clock.instant());

    assertThatThrownBy(() -> server.authenticator.checkInMemory(stale))
        .isInstanceOfSatisfying(SafelightException.class, e -> assertThat(e.code()).isEqualTo(TIMESTAMP_OUT_OF_BOUNDS));
    assertThatThrownBy(() -> server.authenticator.checkInMemory(stale.withAuthorization(null)))
        .isInstanceOfSatisfying(SafelightException.class, e -> assertThat(e.code()).isEqualTo(BAD_AUTHENTICATION_DATA));
  }
}
