package io.safelight;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class TestClock implements InstantSource {
  private final AtomicReference<Instant> now;

  /** Shows this time. */
  public TestClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Seconds since 1970. */
  public long seconds() {
    return now.get().getEpochSecond();
  }

  /** Sets the time. */
  public void set(Instant instant) {
    now.set(instant);
  }

  /** Lets time pass. */
  public void advance(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }
}
