package io.safelight.http;

import static io.safelight.http.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.safelight.LogCapture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that are written piece by piece, to their end or not. */
class StreamedAnswerTest {
  private final TestServer server = TestServer.with(this::routes);

  private void routes(Router router) {
    router.add("GET", "/thread", TestServer.ERRORS, _ -> Response.text(200, "done"));
    router.add("GET", "/stream", TestServer.ERRORS, _ -> {
      byte[] piece = new byte[100_000];
      Arrays.fill(piece, (byte) 'x');
      return new Response(200, List.of(), new Response.Body.Stream(1_000_000, channel -> {
        for (int i = 0; i < 10; i++) {
          channel.write(ByteBuffer.wrap(piece));
        }
      }));
    });
    router.add("GET", "/short", TestServer.ERRORS, _ ->
        new Response(200, List.of(), new Response.Body.Stream(10, channel ->
            channel.write(ByteBuffer.wrap("short".getBytes(StandardCharsets.UTF_8))))));
    router.add("GET", "/unwritten", TestServer.ERRORS, _ ->
        new Response(200, List.of(), new Response.Body.Stream(10, _ -> {
          throw new IOException("the file is gone");
        })));
    router.add("GET", "/broken-disk", TestServer.ERRORS, _ ->
        new Response(200, List.of(), new Response.Body.Stream(10, channel -> {
          channel.write(ByteBuffer.wrap(new byte[5]));
          throw new IOException("Input/output error");
        })));
    router.add("GET", "/endless", TestServer.ERRORS, _ ->
        new Response(200, List.of(), new Response.Body.Stream(Long.MAX_VALUE, channel -> {
          while (true) {
            channel.write(ByteBuffer.wrap(new byte[100_000]));
          }
        })));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_streamed_answer_arrives_whole_and_the_connection_lives_on() throws Exception {
    try (var client = server.connect()) {
      var answer = client.send(get("/stream")).read();
      assertThat(answer.body()).hasSize(1_000_000).matches("x+");
      assertThat(client.send(get("/thread")).read().status()).isEqualTo(200);
    }
  }

  @Test
  void a_streamed_answer_that_ends_early_is_cut_off_and_not_padded() throws Exception {
    try (var client = server.connect()) {
      client.send(get("/short"));
      assertThatThrownBy(client::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_request_that_jetty_answers_because_its_answer_could_not_be_written_is_counted_once() throws Exception {
    try (var client = server.connect()) {
      assertThat(client.send(get("/unwritten")).read().status()).isEqualTo(500);
      assertThat(client.isClosedByServer()).isTrue();
    }

    assertThat(server.meters.get("http.server.requests").timers()).extracting(timer -> timer.getId().getTag("uri"))
        .containsExactly("/unwritten");
  }

  @Test
  void a_disk_that_fails_amid_an_answer_is_logged_and_a_client_that_goes_is_not() throws Exception {
    try (var log = new LogCapture(RequestTask.class)) {
      try (var client = server.connect()) {
        client.send(get("/endless"));
        assertThat(client.read("HEAD").status()).isEqualTo(200);
      }
      server.awaitRequests(0);
      assertThat(log.messages(Level.INFO)).isEmpty();

      try (var client = server.connect()) {
        client.send(get("/broken-disk"));
        assertThatThrownBy(client::read).isInstanceOf(IOException.class);
      }
      server.awaitRequests(0);
      assertThat(log.messages(Level.ERROR)).containsExactly("The answer to GET /broken-disk could not be written");
    }
  }
}
