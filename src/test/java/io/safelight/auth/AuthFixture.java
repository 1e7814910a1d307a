package io.safelight.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safelight.TestClock;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.Parameter;
import io.safelight.media.IdGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A server's authentication with one user, and a clock that tests set. */
final class AuthFixture {
  static final Duration WINDOW = Duration.ofMinutes(5);
  static final List<String> ALIASES = List.of("upload.twitter.com", "api.twitter.com", "upload.x.com", "api.x.com");
  static final String STATUS_URI =
      "http://127.0.0.1:8080/1.1/media/upload.json?command=STATUS&media_id=710511363345354753";
  static final String UPLOAD_URI = "http://127.0.0.1:8080/1.1/media/upload.json";

  final TestClock clock = new TestClock(Instant.parse("2026-11-03T10:15:30.700Z"));
  final InMemoryAccounts accounts = new InMemoryAccounts();
  final NewAccount alice = new AccountService(accounts, new IdGenerator(clock, 0), clock).create("alice");
  RequestAuthenticator authenticator = startServer(1_000_000);
  private int nonces;

  /** A server that has just been started knows nothing of what was sent before. */
  RequestAuthenticator startServer(int maxNonces) {
    authenticator =
        new RequestAuthenticator(
            new AccountCache(accounts), new NonceStore(clock, WINDOW, maxNonces), WINDOW, ALIASES);
    return authenticator;
  }

  Client client(String method, String uri) {
    return new Client(alice, method, uri, clock.seconds(), "nonce-" + nonces++);
  }

  Client clientAt(long timestamp, String method, String uri) {
    return new Client(alice, method, uri, timestamp, "nonce-" + nonces++);
  }

  Principal authenticate(Exchange exchange) throws IOException {
    return authenticate(exchange, List.of());
  }

  Principal authenticate(Exchange exchange, List<Parameter> form) throws IOException {
    return authenticator.check(exchange).prove(form);
  }

  Principal authenticate(Client client) throws IOException {
    return authenticate(client.request(clock.instant()), client.form());
  }

  void assertAccepted(Client client) throws IOException {
    assertAccepted(client.request(clock.instant()), client.form());
  }

  void assertAccepted(Exchange exchange, List<Parameter> form) throws IOException {
    assertThat(authenticate(exchange, form).user()).hasToString(alice.userId());
  }

  SafelightException assertRefused(Client client, ErrorCode code) {
    return assertRefused(client.request(clock.instant()), client.form(), code);
  }

  SafelightException assertRefused(Exchange exchange, ErrorCode code) {
    return assertRefused(exchange, List.of(), code);
  }

  SafelightException assertRefused(Exchange exchange, List<Parameter> form, ErrorCode code) {
    SafelightException refusal =
        catchThrowableOfType(SafelightException.class, () -> authenticate(exchange, form));
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.publicMessage()).isEqualTo(code.message());
    return refusal;
  }
}
