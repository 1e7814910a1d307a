package io.safelight.auth;

import static io.safelight.auth.AuthFixture.STATUS_URI;
import static io.safelight.auth.AuthFixture.UPLOAD_URI;
import static io.safelight.error.ErrorCode.COULD_NOT_AUTHENTICATE;
import static io.safelight.error.ErrorCode.TIMESTAMP_OUT_OF_BOUNDS;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests that come more than once. */
class ReplayTest {
  private final AuthFixture server = new AuthFixture();

  @Test
  void a_read_may_be_repeated_within_the_window() throws IOException {
    var get = server.client("GET", STATUS_URI).request(server.clock.instant());
    var head = server.client("HEAD", STATUS_URI).request(server.clock.instant());
    for (int i = 0; i < 3; i++) {
      server.authenticate(get);
      server.authenticate(head);
    }
  }

  @Test
  void a_write_cannot_be_repeated() throws IOException {
    Client client = server.client("POST", UPLOAD_URI).withForm("command=FINALIZE&media_id=1");
    server.assertAccepted(client);

    server.assertRefused(client, COULD_NOT_AUTHENTICATE);
    server.clock.advance(AuthFixture.WINDOW);
    server.assertRefused(client, COULD_NOT_AUTHENTICATE);
    server.clock.advance(Duration.ofSeconds(1));
    server.assertRefused(client, TIMESTAMP_OUT_OF_BOUNDS);
  }

  @Test
  void the_names_of_a_server_do_not_let_a_write_be_repeated() throws IOException {
    Client client = server.client("POST", UPLOAD_URI);
    server.assertAccepted(client);

    server.assertRefused(
        client.request(server.clock.instant()).withUri("https://127.0.0.1:8080/1.1/media/upload.json"),
        COULD_NOT_AUTHENTICATE);
  }

  @Test
  void a_wrong_signature_uses_up_no_nonce() throws IOException {
    Client client = server.client("POST", UPLOAD_URI);
    server.assertRefused(
        client.request(server.clock.instant()).withAuthorization(client.authorization("AAAA")), COULD_NOT_AUTHENTICATE);

    server.assertAccepted(client);
  }

  @Test
  void the_same_nonce_with_another_timestamp_is_another_request() throws IOException {
    long now = server.clock.seconds();
    server.assertAccepted(server.clientAt(now, "POST", UPLOAD_URI).withOauth("oauth_nonce", "-7"));
    server.assertAccepted(server.clientAt(now + 1, "POST", UPLOAD_URI).withOauth("oauth_nonce", "-7"));
  }

  @Test
  void after_a_restart_writes_from_before_are_refused_and_reads_are_not() throws IOException {
    Client before = server.client("POST", UPLOAD_URI);
    server.assertAccepted(before);
    server.clock.advance(Duration.ofSeconds(2));
    server.startServer(100);

    server.assertRefused(before, TIMESTAMP_OUT_OF_BOUNDS);
    server.assertRefused(server.clientAt(server.clock.seconds() - 1, "POST", UPLOAD_URI), TIMESTAMP_OUT_OF_BOUNDS);
    server.assertAccepted(server.clientAt(server.clock.seconds() - 1, "GET", STATUS_URI));
  }

  @Test
  void a_write_in_the_second_of_the_start_is_accepted() throws IOException {
    server.startServer(100);

    server.assertAccepted(server.clientAt(server.clock.instant().getEpochSecond(), "POST", UPLOAD_URI));
  }
}
