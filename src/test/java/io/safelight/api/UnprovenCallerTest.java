package io.safelight.api;

import static io.safelight.api.ApiClient.UPLOAD;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.scribejava.core.model.OAuthRequest;
import com.github.scribejava.core.model.Verb;
import io.safelight.auth.NewAccount;
import io.safelight.auth.ScribeSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody can take from others who knows the key and the token of a user, but no secret. */
class UnprovenCallerTest {
  private static final String STRANGER = "203.0.113.1";
  private static final String HOME = "203.0.113.2";
  private static final String INIT = "command=INIT&media_type=video%2Fmp4&total_bytes=1";

  @RegisterExtension
  static final ApiServer server =
      new ApiServer(Map.of("server.trusted-proxies", "127.0.0.1", "http.max-open-bodies-per-user", "2"));

  private final NewAccount alice = server.account();
  private final ScribeSigner signer = new ScribeSigner(alice, server::now);

  @Test
  void slow_forms_in_the_name_of_a_user_take_up_the_share_of_their_own_address_alone() throws IOException {
    try (Socket first = slowGuess(); Socket second = slowGuess()) {
      while (!server.user().get("/metrics").text().contains("\nhttp_server_bodies_open 2.0\n")) {
        Thread.onSpinWait();
      }
      try (Socket third = slowGuess(); Socket elsewhere = send(authorization(), HOME, INIT.length(), INIT)) {
        assertThat(status(third)).isEqualTo(503);
        assertThat(status(elsewhere)).isEqualTo(202);
      }
      assertThat(server.client(alice).init("video/mp4", 1)).as("proven by a bearer token").isNotNull();
      assertThat(first.isClosed() || second.isClosed()).isFalse();
    }
  }

  private Socket slowGuess() throws IOException {
    String wrong = authorization().replaceFirst("oauth_signature=\"[^\"]*\"", "oauth_signature=\"AAAA\"");
    return send(wrong, STRANGER, 1000, "a=");
  }

  private String authorization() {
    var request = new OAuthRequest(Verb.POST, server.base() + UPLOAD);
    request.addBodyParameter("command", "INIT");
    request.addBodyParameter("media_type", "video/mp4");
    request.addBodyParameter("total_bytes", "1");
    signer.sign(request);
    return Objects.requireNonNull(request.getHeaders().get("Authorization"));
  }

  /** Sends a form or its beginning, as a proxy passes it on for this address. */
  private static Socket send(String authorization, String address, int length, String body) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    String request =
        "POST " + UPLOAD + " HTTP/1.1\r\nHost: " + server.base().substring("http://".length())
            + "\r\nX-Forwarded-For: " + address + "\r\nAuthorization: " + authorization
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + length + "\r\n\r\n" + body;
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  private static int status(Socket socket) throws IOException {
    byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    return Integer.parseInt(new String(line, line.length - 3, 3, US_ASCII));
  }
}
