package io.safelight.auth;

import static io.safelight.error.ErrorCode.BAD_AUTHENTICATION_DATA;

import io.safelight.error.SafelightException;
import io.safelight.http.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code Authorization: OAuth ...} header says (RFC 5849 section 3.5.1).
 *
 * @param signed every parameter that is part of the signature: all but {@code realm} and {@code oauth_signature},
 *     decoded
 * @param timestamp seconds since 1970
 */
record OAuth1Header(
    List<Parameter> signed,
    String consumerKey,
    String token,
    String signatureMethod,
    String signature,
    long timestamp,
    String nonce) {

  /**
   * Reads what stands behind the scheme. Parameters are separated by a comma with or without space around it; values
   * may lack their quotes.
   *
   * @throws SafelightException BAD_AUTHENTICATION_DATA when a parameter is malformed, missing or given twice
   */
  static OAuth1Header parse(String credentials) {
    List<Parameter.Text> all = new OAuth1HeaderParser(credentials).parameters();
    String version = find(all, "oauth_version");
    if (version != null && !version.equals("1.0")) {
      throw bad("oauth_version must be 1.0 or be left out.");
    }
    var signed = new ArrayList<Parameter>(all.size());
    for (Parameter.Text parameter : all) {
      if (!parameter.name().equals("oauth_signature")) {
        signed.add(parameter);
      }
    }
    return new OAuth1Header(
        signed,
        require(all, "oauth_consumer_key"),
        require(all, "oauth_token"),
        require(all, "oauth_signature_method"),
        require(all, "oauth_signature"),
        seconds(require(all, "oauth_timestamp")),
        require(all, "oauth_nonce"));
  }

  /** Hides the signature, with which whoever reads a log could repeat a request. */
  @Override
  public String toString() {
    return "OAuth1Header[consumerKey=" + consumerKey + ", timestamp=" + timestamp + "]";
  }

  static SafelightException bad(String hint) {
    return Refusal.of(BAD_AUTHENTICATION_DATA, hint);
  }

  private static long seconds(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad("oauth_timestamp must be the number of seconds since 1970.");
    }
  }

  private static String require(List<Parameter.Text> all, String name) {
    String value = find(all, name);
    if (value == null || value.isEmpty()) {
      throw bad("The Authorization header lacks " + name + "; requests are signed on behalf of a user.");
    }
    return value;
  }

  private static @Nullable String find(List<Parameter.Text> all, String name) {
    for (Parameter.Text parameter : all) {
      if (parameter.name().equals(name)) {
        return parameter.value();
      }
    }
    return null;
  }
}
