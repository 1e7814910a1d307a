package io.safelight.api;

import io.safelight.auth.RateLimit;
import io.safelight.http.Response.Header;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Headers that answers of both versions have. */
public final class AnswerHeaders {
  private static final Header ACCESS_LEVEL = new Header("x-access-level", "read-write-directmessages");
  private static final int HEX_DIGITS = 16;

  private AnswerHeaders() {}

  /** Adds what is known of the caller: the level of access of a user, and how he or his address stands with the rate limit. */
  public static void addCaller(List<Header> headers, Call call) {
    if (call.isProven()) {
      headers.add(ACCESS_LEVEL);
    }
    RateLimit limit = call.rateLimit().orElse(null);
    if (limit != null) {
      headers.add(new Header(RateLimit.LIMIT_HEADER, Integer.toString(limit.limit())));
      headers.add(new Header(RateLimit.REMAINING_HEADER, Integer.toString(limit.remaining())));
      headers.add(new Header(RateLimit.RESET_HEADER, Long.toString(limit.reset())));
    }
  }

  /** A number that names one answer in a log: 16 hexadecimal digits. */
  public static String transaction() {
    String hex = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return "0".repeat(HEX_DIGITS - hex.length()) + hex;
  }
}
