package io.safelight.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock, and a lead over it that a test sets: PostgreSQL's clock cannot be stopped, but led as well. */
final class LeadingClock implements InstantSource {
  private final AtomicLong leadMillis = new AtomicLong();

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(System.currentTimeMillis() + leadMillis.get());
  }

  long leadMillis() {
    return leadMillis.get();
  }

  void advance(Duration duration) {
    leadMillis.addAndGet(duration.toMillis());
  }
}
