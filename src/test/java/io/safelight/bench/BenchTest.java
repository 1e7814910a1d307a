package io.safelight.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the benchmarks that could be wrong without anybody noticing. Nothing here is timed. */
class BenchTest {
  @Test
  void the_median_of_an_even_number_lies_between_the_middle_two() {
    assertThat(Measured.median(9, 1, 5)).isEqualTo(5);
    assertThat(Measured.median(9, 1, 5, 7)).isEqualTo(6);
  }

  @Test
  void a_percentile_is_one_of_the_values_and_ignores_what_lies_behind_them() {
    long[] values = new long[200];
    for (int i = 0; i < 100; i++) {
      values[i] = 100L - i;
    }
    assertThat(Measured.percentile(values, 100, 0.50)).isEqualTo(51);
    assertThat(Measured.percentile(values, 100, 0.99)).isEqualTo(100);
    assertThat(Measured.percentile(values, 0, 0.99)).isZero();
  }

  @Test
  void numbers_have_a_point_whatever_the_locale() {
    assertThat(Measured.number(1234.567, 2)).isEqualTo("1234.57");
  }

  @Test
  void a_table_is_padded_markdown() {
    var text = new StringWriter();
    var table = new Table("what", "s");
    table.row("a longer name", "1.50");
    table.print(new PrintWriter(text));
    assertThat(text.toString().lines())
        .containsExactly("| what          | s    |", "|---------------|------|", "| a longer name | 1.50 |", "");
  }

  @Test
  void the_usage_of_this_process_is_read_from_proc() throws IOException {
    var usage = new ProcessUsage(List.of(ProcessHandle.current().pid()));
    Duration jdk = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    assertThat(usage.cpu()).isBetween(jdk.minusSeconds(1), jdk.plusSeconds(10));
    assertThat(usage.residentBytes()).isGreaterThan(10L << 20);
  }

  @Test
  void a_signed_request_names_all_that_the_signature_needs() {
    var user = new BenchUser("ck", "cs", "at", "ats", "b");
    assertThat(new OAuth1Signer(user).authorization("http://127.0.0.1:1/x", Map.of("command", "STATUS")))
        .startsWith("OAuth oauth_consumer_key=\"ck\", oauth_nonce=\"")
        .contains("oauth_signature_method=\"HMAC-SHA1\"")
        .endsWith("oauth_version=\"1.0\"");
  }

  @Test
  void a_workspace_leaves_nothing(@TempDir Path parent) throws IOException {
    try (var workspace = Workspace.in(parent)) {
      Files.createDirectories(workspace.folder().resolve("a/b"));
      Files.writeString(workspace.folder().resolve("a/b/c"), "c");
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void an_answer_is_read_to_its_end_however_it_is_cut() throws Exception {
    try (var server = new ServerSocket(0);
        var connection = new LoadConnection(server.getLocalPort());
        Socket peer = server.accept()) {
      var answers =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (String piece :
                          List.of("HTTP/1.1 20", "4 No Content\r\n\r", "\n", "HTTP/1.1 401 No\r\ncontent-length:  3\r\n\r\nno", "!")) {
                        peer.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                        peer.getOutputStream().flush();
                        Thread.sleep(20);
                      }
                    } catch (IOException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      assertThat(connection.readAnswer()).isEqualTo(204);
      assertThat(connection.readAnswer()).isEqualTo(401);
      answers.join();
    }
  }

  @Test
  void a_load_stops_when_an_answer_is_not_200() throws Exception {
    try (var server = new ServerSocket(0)) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try (Socket peer = server.accept()) {
                  peer.getOutputStream().write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  peer.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      List<byte[]> requests = List.of(LoadConnection.head("GET / HTTP/1.1", "Host: x"));
      assertThatThrownBy(() -> Load.saturating(server.getLocalPort(), 1, Duration.ofMinutes(1), requests))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("503");
    }
  }
}
