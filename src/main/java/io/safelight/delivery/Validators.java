package io.safelight.delivery;

import io.safelight.http.Exchange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What tells one state of a file from another, and the conditions that a request may put on it.
 *
 * @param tag a strong entity tag with its quotes
 * @param modified of whole seconds, as a header can say no more
 */
record Validators(String tag, Instant modified) {
  Validators {
    modified = modified.truncatedTo(ChronoUnit.SECONDS);
  }

  /** What the conditions of a request lead to. */
  enum Outcome {
    PROCEED,
    /** 304. */
    NOT_MODIFIED,
    /** 412. */
    FAILED
  }

  /** Evaluates the conditions of a GET or HEAD in the order of RFC 9110 section 13.2.2, but for If-Range. */
  Outcome evaluate(Exchange exchange) {
    Instant now = exchange.receivedAt();
    Optional<String> ifMatch = exchange.header("If-Match");
    if (ifMatch.isPresent()) {
      if (!EntityTags.listed(ifMatch.get(), tag, true)) {
        return Outcome.FAILED;
      }
    } else if (date(exchange, "If-Unmodified-Since", now).filter(modified::isAfter).isPresent()) {
      return Outcome.FAILED;
    }

    Optional<String> ifNoneMatch = exchange.header("If-None-Match");
    boolean unchanged =
        ifNoneMatch.isPresent()
            ? EntityTags.listed(ifNoneMatch.get(), tag, false)
            : date(exchange, "If-Modified-Since", now).filter(since -> !modified.isAfter(since)).isPresent();
    return unchanged ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
  }

  /**
   * Whether a Range header counts (RFC 9110 section 13.1.5): without If-Range always, with it only when it names this very state.
   * A date is a strong validator here, because a file is published once and never changes.
   */
  boolean rangeApplies(Exchange exchange) {
    Optional<String> ifRange = exchange.header("If-Range").map(String::strip);
    if (ifRange.isEmpty() || ifRange.get().equals(tag)) {
      return true;
    }
    return HttpDate.parse(ifRange.get(), exchange.receivedAt()).filter(modified::equals).isPresent();
  }

  private static Optional<Instant> date(Exchange exchange, String header, Instant now) {
    return exchange.header(header).flatMap(text -> HttpDate.parse(text, now));
  }
}
