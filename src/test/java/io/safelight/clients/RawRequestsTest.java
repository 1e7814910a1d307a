package io.safelight.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.Safelight;
import io.safelight.TestSafelight;
import io.safelight.auth.NewAccount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of clients that are no Java libraries, byte for byte but for their keys, nonces and signatures. */
class RawRequestsTest {
  @TempDir static Path data;

  private static Safelight server;
  private static NewAccount account;

  @BeforeAll
  static void start() throws Exception {
    server = TestSafelight.start(data);
    account = Safelight.createUser(data, "alice");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Without parameters its URLs end in a question mark, and it signs what is behind it: an empty name with an empty value. */
  @Test
  void twitter_lite_signs_the_nothing_behind_a_question_mark() throws Exception {
    String path = "/1.1/statuses/show/42.json";
    String authorization = sign("GET", server.uri() + path, "=&", "");

    String answer =
        send(
            """
            GET %s? HTTP/1.1
            Authorization: %s
            Accept: */*
            User-Agent: node-fetch/1.0 (+https://github.com/bitinn/node-fetch)
            Accept-Encoding: gzip,deflate
            Host: 127.0.0.1:%d
            Connection: close

            """
                .formatted(path, authorization, server.port()));

    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("\"code\":144");
  }

  /** Twitter::API takes no port in its addresses, so it is told that Safelight is its proxy, and names the whole address. */
  @Test
  void twitter_api_of_perl_uses_safelight_as_its_proxy() throws Exception {
    String url = "http://api.twitter.com/1.1/statuses/update.json";
    String authorization = sign("POST", url, "", "&status=perl%20and%20%28you%29%20%2A%21");

    String answer =
        send(
            """
            POST %s HTTP/1.1
            TE: deflate,gzip;q=0.3
            Connection: TE, close
            Accept: application/json
            Authorization: %s
            Host: api.twitter.com
            User-Agent: Twitter-API/1.0006 (Perl)
            Content-Length: 32
            Content-Type: application/x-www-form-urlencoded;charset=utf-8
            X-Twitter-Client: Twitter-API/1.0006 (Perl)
            X-Twitter-Client-Url: https://github.com/semifor/Twitter-API
            X-Twitter-Client-Version: 1.0006

            status=perl+and+%%28you%%29+%%2A%%21"""
                .formatted(url, authorization));

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"text\":\"perl and (you) *!\"");
  }

  private static String send(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** The header with a signature over these parameters, encoded, that sort before and behind those of OAuth. */
  private static String sign(String method, String url, String before, String behind) throws GeneralSecurityException {
    long seconds = Instant.now().getEpochSecond();
    String parameters =
        before
            + "oauth_consumer_key=%s&oauth_nonce=%s&oauth_signature_method=HMAC-SHA1&oauth_timestamp=%d&oauth_token=%s"
                .formatted(account.consumerKey(), method + seconds, seconds, account.accessToken())
            + "&oauth_version=1.0"
            + behind;
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(
        new SecretKeySpec(
            (account.consumerSecret() + "&" + account.accessTokenSecret()).getBytes(UTF_8), "HmacSHA1"));
    String signature =
        Base64.getEncoder().encodeToString(mac.doFinal((method + "&" + encode(url) + "&" + encode(parameters)).getBytes(UTF_8)));
    return ("OAuth oauth_consumer_key=\"%s\", oauth_nonce=\"%s\", oauth_signature=\"%s\", oauth_signature_method=\"HMAC-SHA1\","
            + " oauth_timestamp=\"%d\", oauth_token=\"%s\", oauth_version=\"1.0\"")
        .formatted(account.consumerKey(), method + seconds, encode(signature), seconds, account.accessToken());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
  }
}
