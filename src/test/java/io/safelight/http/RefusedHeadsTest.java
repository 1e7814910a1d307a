package io.safelight.http;

import static io.safelight.http.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.http.RawClient.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedHeadsTest {
  private final TestServer server =
      TestServer.with(
          router -> {
            router.fallback("/api/", TestServer.ERRORS);
            router.add("GET", "/api/thing", TestServer.ERRORS, _ -> Response.text(200, "thing"));
          });

  @AfterEach
  void stop() {
    server.close();
  }

  /** The answer to a request after which the server has to close the connection. */
  private Answer refusal(String request, String method) throws IOException {
    try (var client = server.connect()) {
      Answer answer = client.send(request).read(method);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
      return answer;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api//thing", "/api/a%2Fthing", "/api/%2e%2e/thing"})
  void an_ambiguous_path_is_refused_in_the_dialect_of_its_beginning(String path) throws IOException {
    Answer answer = refusal(get(path), "GET");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).startsWith("MALFORMED_REQUEST: The path is ambiguous.");
  }

  @Test
  void where_no_dialect_is_known_the_answer_is_a_sentence() throws IOException {
    Answer elsewhere = refusal(get("/other//thing"), "GET");
    Answer unreadable = refusal("BREW\r\n\r\n", "GET");

    assertThat(elsewhere.body()).startsWith("The path is ambiguous.");
    assertThat(unreadable.status()).isEqualTo(400);
    assertThat(unreadable.header("Content-Type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(unreadable.body()).isEqualTo("This is not a request of HTTP/1.1. Check its request line, Host and Content-Length.\n");
  }

  @Test
  void headers_that_are_too_long_are_refused_in_the_dialect_with_the_limit() throws IOException {
    Answer answer = refusal("GET /api/thing HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(20_000) + "\r\n\r\n", "GET");

    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.body()).startsWith("HEAD_TOO_LARGE: The request line and headers are longer than 16384 bytes");
  }

  @Test
  void a_query_that_is_too_long_is_told_to_go_into_the_body() throws IOException {
    Answer answer = refusal(get("/api/thing?media=" + "a".repeat(20_000)), "GET");

    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.body()).contains("Send media, and parameters as long as this, in the body of the request.");
  }

  @Test
  void the_refusal_of_a_head_request_has_a_length_and_no_body() throws IOException {
    Answer answer = refusal("HEAD /api//thing HTTP/1.1\r\nHost: h\r\n\r\n", "HEAD");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(Integer.parseInt(answer.header("Content-Length"))).isPositive();
  }

  @Test
  void refused_requests_are_counted_as_requests_without_a_route() throws Exception {
    refusal(get("/api//thing"), "GET");
    refusal("BREW\r\n\r\n", "GET");
    refusal(get("/api/thing?media=" + "a".repeat(20_000)), "GET");

    assertThat(counted("400")).isEqualTo(2);
    assertThat(counted("431")).isEqualTo(1);
  }

  private long counted(String status) {
    return server.meters.get("http.server.requests").tags("uri", "unmatched", "status", status).timer().count();
  }
}
