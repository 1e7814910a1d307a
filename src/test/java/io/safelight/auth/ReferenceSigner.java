package io.safelight.auth;

import io.safelight.http.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** RFC 5849 section 3.4 written down word for word, without any thought of speed. */
final class ReferenceSigner {
  private ReferenceSigner() {}

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
  }

  /** The base string of parameters that are all in memory. */
  static String baseString(String method, String uriWithoutQuery, List<Parameter.Text> parameters) {
    record Pair(String name, String value) {}

    String normalized =
        parameters.stream()
            .map(parameter -> new Pair(encode(parameter.name()), encode(parameter.value())))
            .sorted(Comparator.comparing(Pair::name).thenComparing(Pair::value))
            .map(pair -> pair.name() + "=" + pair.value())
            .collect(Collectors.joining("&"));
    return method + "&" + encode(uriWithoutQuery) + "&" + encode(normalized);
  }

  static String hmac(String algorithm, String consumerSecret, String tokenSecret, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      String key = encode(consumerSecret) + "&" + encode(tokenSecret);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), algorithm));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
