package io.safelight.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs GET requests with HMAC-SHA1 (RFC 5849), for a load generator that is a client of its own. */
final class OAuth1Signer {
  private final BenchUser user;

  OAuth1Signer(BenchUser user) {
    this.user = user;
  }

  /**
   * The value of an Authorization header.
   *
   * @param uri without the query
   */
  String authorization(String uri, Map<String, String> query) {
    TreeMap<String, String> oauth = new TreeMap<>();
    oauth.put("oauth_consumer_key", user.consumerKey());
    oauth.put("oauth_nonce", UUID.randomUUID().toString().replace("-", ""));
    oauth.put("oauth_signature_method", "HMAC-SHA1");
    oauth.put("oauth_timestamp", Long.toString(Instant.now().getEpochSecond()));
    oauth.put("oauth_token", user.accessToken());
    oauth.put("oauth_version", "1.0");
    TreeMap<String, String> signed = new TreeMap<>(oauth);
    signed.putAll(query);
    String parameters =
        signed.entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&"));
    oauth.put("oauth_signature", sign("GET&" + encode(uri) + "&" + encode(parameters)));
    return oauth.entrySet().stream()
        .map(e -> e.getKey() + "=\"" + encode(e.getValue()) + "\"")
        .collect(Collectors.joining(", ", "OAuth ", ""));
  }

  private String sign(String text) {
    String key = encode(user.consumerSecret()) + "&" + encode(user.accessTokenSecret());
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA1", e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
  }
}
