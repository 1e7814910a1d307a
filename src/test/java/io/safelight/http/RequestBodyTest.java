package io.safelight.http;

import static io.safelight.http.Bodies.join;
import static io.safelight.http.RawClient.get;
import static io.safelight.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private final TestServer server = TestServer.with(router -> {
    Bodies.routes(router);
    router.add("GET", "/ping", TestServer.ERRORS, _ -> Response.text(200, "pong"));
  });

  @AfterEach
  void nothing_is_left() {
    assertThat(server.spooled()).isEmpty();
    assertThat(server.meters.get("http.server.bodies.open").gauge().value()).isZero();
    assertThat(server.meters.get("http.server.bodies.held").gauge().value()).isZero();
    server.close();
  }

  private static final String MULTIPART = "Content-Type: multipart/form-data; boundary=b\r\n";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

  private static byte[] request(String path, String headers, byte[] body) {
    return join(post(path, headers + "Content-Length: " + body.length + "\r\n"), body);
  }

  private static byte[] multipart(byte[] content) {
    return join("--b\r\nContent-Disposition: form-data; name=\"media\"\r\n\r\n", content, "\r\n--b--");
  }

  @Test
  void a_multipart_body_cut_into_two_segments_anywhere_is_stored_the_same() throws Exception {
    byte[] content = join("\r\n--", "\r", "x\r\n--a\r");
    byte[] request = request("/multipart", MULTIPART, multipart(content));
    String expected = "media: " + Bodies.summary(content);
    try (var client = server.connect()) {
      for (int cut = 1; cut < request.length; cut++) {
        client.send(Arrays.copyOf(request, cut));
        Thread.sleep(1);
        var answer = client.send(Arrays.copyOfRange(request, cut, request.length)).read();
        assertThat(answer.body()).as("cut at %d", cut).isEqualTo(expected);
      }
      for (byte b : request) {
        client.send(new byte[] {b});
      }
      assertThat(client.read().body()).isEqualTo(expected);
    }
  }

  @Test
  void content_types_are_read_tolerantly() throws Exception {
    String[] headers = {
      "Content-Type: multipart/form-data; boundary=\"b\"\r\n",
      "Content-Type: multipart/form-data, boundary=b\r\n",
      "Content-Type: Multipart/Form-Data;charset=utf-8;Boundary=b\r\n",
      "content-type: multipart/mixed; boundary=b ; x=y\r\n",
    };
    try (var client = server.connect()) {
      for (String header : headers) {
        byte[] request = request("/multipart", header, multipart(join("v")));
        assertThat(client.send(request).read().body()).isEqualTo("media: v");
      }
      byte[] request = request("/multipart", "Content-Type: multipart/form-data\r\n", multipart(join("v")));
      var answer = client.send(request).read();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("boundary");
    }
  }

  @Test
  void a_large_multipart_body_comes_through_whole() throws Exception {
    byte[] content = new byte[5 << 20];
    new Random(1).nextBytes(content);
    try (var client = server.connect()) {
      assertThat(client.send(request("/multipart", MULTIPART, multipart(content))).read().body())
          .isEqualTo("media: " + Bodies.summary(content));
      assertThat(client.send(get("/ping")).read().body()).isEqualTo("pong");
    }
  }

  @Test
  void a_form_of_20_mib_is_spooled_and_read_back_equal() throws Exception {
    byte[] value = new byte[20 << 20];
    Arrays.fill(value, (byte) 'A');
    value[12_345_678] = 'B';
    try (var client = server.connect()) {
      var answer = client.send(request("/form", FORM, join("command=APPEND&media_data=", value, "%3D&i=0"))).read();
      assertThat(answer.body()).isEqualTo("command=APPEND;*media_data=" + Bodies.summary(join(value, "=")) + ";i=0;");
    }
  }

  @Test
  void uploads_side_by_side_do_not_mix() throws Exception {
    var wrong = new ConcurrentLinkedQueue<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int seed = 0; seed < 24; seed++) {
        byte[] content = new byte[700_000];
        new Random(seed).nextBytes(content);
        threads.execute(() -> {
          try (var client = server.connect()) {
            for (int round = 0; round < 3; round++) {
              String body = client.send(request("/multipart", MULTIPART, multipart(content))).read().body();
              if (!body.equals("media: " + Bodies.summary(content))) {
                wrong.add(body);
              }
            }
          } catch (IOException e) {
            wrong.add(e.toString());
          }
        });
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void chunked_bodies_are_read_whatever_their_chunks_and_trailers() throws Exception {
    String head = post("/bytes", "Transfer-Encoding: chunked\r\n");
    try (var client = server.connect()) {
      String chunks = "1\r\na\r\n0003;x=y\r\nbcd\r\n0\r\nX-Trailer: 1\r\n\r\n";
      assertThat(client.send(head + chunks).read().body()).isEqualTo("abcd");
      assertThat(client.send(head + "0\r\n\r\n").read().body()).isEmpty();
      assertThat(client.send(get("/ping")).read().body()).isEqualTo("pong");
    }
    for (String bad : new String[] {"zz\r\n", "-1\r\nab", "FFFFFFFFFFFFFFFFFF\r\na", "2\r\nabc\r\n0\r\n\r\n"}) {
      try (var client = server.connect()) {
        var answer = client.send(head + bad).read();
        assertThat(answer.status()).as(bad).isEqualTo(400);
        assertThat(client.isClosedByServer()).isTrue();
      }
    }
  }

  @Test
  void a_body_that_ends_early_is_malformed_and_nothing_is_left() throws Exception {
    byte[] form = join("media_data=", "A".repeat(200_000));
    for (String path : new String[] {"/multipart", "/form", "/bytes", "/stream"}) {
      boolean isForm = path.equals("/form");
      byte[] request = request(path, isForm ? FORM : MULTIPART, isForm ? form : multipart(join("v")));
      try (var client = server.connect()) {
        var answer = client.send(Arrays.copyOf(request, request.length - 1)).endOutput().read();
        assertThat(answer.status()).as(path).isEqualTo(400);
        assertThat(answer.body()).startsWith("MALFORMED_BODY");
        assertThat(client.isClosedByServer()).isTrue();
      }
    }
  }

  @Test
  void a_client_that_vanishes_leaves_nothing() throws Exception {
    byte[] request = request("/form", FORM, join("media_data=", "A".repeat(200_000)));
    try (var client = server.connect()) {
      client.send(Arrays.copyOf(request, 150_000));
      while (server.meters.get("http.server.bodies.open").gauge().value() == 0) {
        Thread.onSpinWait();
      }
    }
    while (server.server.requests() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_body_over_the_limit_is_refused_and_the_client_reads_the_answer() throws Exception {
    byte[] big = new byte[8 << 20];
    try (var client = server.connect()) {
      var answer = client.send(request("/bytes", "", big)).read();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(answer.body()).contains("100000 bytes");
    }
    try (var client = server.connect()) {
      client.send(post("/bytes", "Transfer-Encoding: chunked\r\n"));
      for (int i = 0; i < 100; i++) {
        client.send("10000\r\n").send(new byte[0x10000]).send("\r\n");
      }
      assertThat(client.send("0\r\n\r\n").read().status()).isEqualTo(413);
    }
  }

  @Test
  void an_answer_before_the_body_was_read_reaches_the_client() throws Exception {
    byte[] big = new byte[8 << 20];
    for (String path : new String[] {"/refuse", "/ignore", "/nowhere"}) {
      try (var client = server.connect()) {
        var answer = client.send(request(path, "", big)).read();
        assertThat(answer.status()).isEqualTo(path.equals("/refuse") ? 401 : path.equals("/ignore") ? 200 : 404);
      }
    }
  }

  @Test
  void a_small_body_that_was_not_read_does_not_cost_the_connection() throws Exception {
    try (var client = server.connect()) {
      assertThat(client.send(request("/refuse", "", join("x"))).read().status()).isEqualTo(401);
      assertThat(client.send(get("/ping")).read().body()).isEqualTo("pong");
    }
  }

  @Test
  void expect_100_continue_is_answered_only_when_the_body_is_wanted() throws Exception {
    String headers = "Expect: 100-continue\r\nContent-Length: 3\r\n";
    try (var client = server.connect()) {
      client.send(post("/bytes", headers));
      assertThat(client.read().status()).isEqualTo(100);
      assertThat(client.send("abc").read().body()).isEqualTo("abc");
      assertThat(client.send(get("/ping")).read().body()).isEqualTo("pong");
    }
    try (var client = server.connect()) {
      assertThat(client.send(post("/refuse", headers)).read().status()).isEqualTo(401);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void limits_of_forms_are_bad_requests() throws Exception {
    String[] bodies = {"a=%zz", "a=%4", "n".repeat(300) + "=1", "a&".repeat(1001)};
    try (var client = server.connect()) {
      for (String body : bodies) {
        var answer = client.send(request("/form", FORM, join(body))).read();
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.body()).startsWith("MALFORMED_BODY");
      }
    }
  }

  @Test
  void hostile_bodies_end_in_a_clean_answer() throws Exception {
    var random = new Random(42);
    byte[][] seeds = {
      multipart(join("v\r\n--\r\n--bb")),
      join("--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\n\r\n\r\n--b\r\n\r\n\r\n--b--"),
      join("a=1&b=%41%2B&c=", "d".repeat(500)),
    };
    String alphabet = "\r\n-b%&=+:;\"\\ ,\0\u00ff";
    for (int round = 0; round < 600; round++) {
      byte[] body = seeds[random.nextInt(seeds.length)].clone();
      for (int i = random.nextInt(8); i > 0; i--) {
        body[random.nextInt(body.length)] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      body = Arrays.copyOf(body, body.length - random.nextInt(random.nextBoolean() ? 1 : body.length));
      boolean isForm = random.nextBoolean();
      byte[] request = request(isForm ? "/form" : "/multipart", isForm ? FORM : MULTIPART, body);
      int cut = random.nextInt(request.length);
      try (var client = server.connect()) {
        client.send(Arrays.copyOf(request, cut)).send(Arrays.copyOfRange(request, cut, request.length));
        assertThat(client.read().status())
            .as(() -> "round with " + new String(request, StandardCharsets.ISO_8859_1))
            .isIn(200, 400);
      }
    }
  }
}
