package io.safelight.auth;

import static io.safelight.error.ErrorCode.COULD_NOT_AUTHENTICATE;
import static io.safelight.error.ErrorCode.OVER_CAPACITY;
import static io.safelight.error.ErrorCode.TIMESTAMP_OUT_OF_BOUNDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safelight.TestClock;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class NonceStoreTest {
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final TestClock clock = new TestClock(Instant.parse("2026-11-03T10:15:30.999Z"));
  private final NonceStore store = new NonceStore(clock, WINDOW, 1000);

  @Test
  void a_request_is_accepted_once() {
    long now = clock.seconds();
    store.remember("key", "token", now, "nonce");

    assertRefused(now, "nonce", COULD_NOT_AUTHENTICATE);
  }

  @Test
  void requests_that_differ_in_one_thing_are_different() {
    long now = clock.seconds();
    store.remember("key", "token", now, "nonce");
    store.remember("key2", "token", now, "nonce");
    store.remember("key", "token2", now, "nonce");
    store.remember("key", "token", now + 1, "nonce");
    store.remember("key", "token", now, "nonce2");
    store.remember("keyt", "oken", now, "nonce");
    store.remember("key", "tokenn", now, "once");
  }

  @Test
  void a_request_is_remembered_until_its_timestamp_is_too_old() {
    long sent = clock.seconds();
    store.remember("key", "token", sent, "nonce");
    for (int minute = 0; minute < 20; minute++) {
      clock.advance(Duration.ofMinutes(1));
      boolean forgotten = clock.seconds() > sent + WINDOW.plus(NonceStore.BODY_GRACE).toSeconds() + 60;
      SafelightException refusal = refusal(sent, "nonce");
      assertThat(refusal.code()).isIn(COULD_NOT_AUTHENTICATE, TIMESTAMP_OUT_OF_BOUNDS);
      if (forgotten) {
        assertThat(refusal.code()).isEqualTo(TIMESTAMP_OUT_OF_BOUNDS);
      }
    }
  }

  @Test
  void a_timestamp_from_the_future_is_remembered_as_long_as_it_is_valid() {
    long future = clock.seconds() + WINDOW.toSeconds();
    store.remember("key", "token", future, "nonce");
    clock.advance(WINDOW.multipliedBy(2));

    assertRefused(future, "nonce", COULD_NOT_AUTHENTICATE);
  }

  @Test
  void a_clock_that_is_set_back_makes_nothing_acceptable_again() {
    long sent = clock.seconds();
    store.remember("key", "token", sent, "nonce");
    clock.advance(Duration.ofHours(1));
    store.remember("key", "token", clock.seconds(), "later");
    clock.advance(Duration.ofHours(-1));

    assertRefused(sent, "nonce", TIMESTAMP_OUT_OF_BOUNDS);
  }

  @Test
  void a_full_store_refuses_until_the_oldest_are_forgotten() {
    fill();

    SafelightException refusal = refusal(clock.seconds(), "one more");
    assertThat(refusal.code()).isEqualTo(OVER_CAPACITY);
    Duration retryAfter = Optional.ofNullable(refusal.retryAfter()).orElseThrow();
    assertRefused(clock.seconds(), "nonce7", COULD_NOT_AUTHENTICATE);

    clock.advance(retryAfter.minusSeconds(1));
    assertRefused(clock.seconds(), "one more", OVER_CAPACITY);
    clock.advance(Duration.ofSeconds(1));
    fill();
    assertRefused(clock.seconds(), "one more", OVER_CAPACITY);
  }

  private void fill() {
    for (int i = 0; i < 1000; i++) {
      store.remember(i < 100 ? "key" : "key" + i / 100, "token", clock.seconds(), "nonce" + i);
    }
  }

  @Test
  void one_account_uses_up_its_share_and_nothing_of_others() {
    for (int i = 0; i < 100; i++) {
      store.remember("key", "token", clock.seconds(), "nonce" + i);
    }

    SafelightException refusal = refusal(clock.seconds(), "one more");
    assertThat(refusal.code()).isEqualTo(OVER_CAPACITY);
    store.remember("key2", "token", clock.seconds(), "nonce");
    store.remember("key", "token2", clock.seconds(), "nonce");

    Duration retryAfter = Optional.ofNullable(refusal.retryAfter()).orElseThrow();
    clock.advance(retryAfter.minusSeconds(1));
    assertRefused(clock.seconds(), "one more", OVER_CAPACITY);
    clock.advance(Duration.ofSeconds(1));
    store.remember("key", "token", clock.seconds(), "one more");
  }

  @Test
  void what_is_older_than_the_store_is_refused_but_for_the_second_of_its_start() {
    long start = clock.instant().getEpochSecond();

    store.remember("key", "token", start, "nonce");
    assertRefused(start - 1, "nonce", TIMESTAMP_OUT_OF_BOUNDS);
  }

  @Test
  void of_many_threads_with_one_request_only_one_is_let_through() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 50; round++) {
        String nonce = "nonce" + round;
        Callable<Boolean> attempt =
            () -> {
              try {
                store.remember("key", "token", clock.seconds(), nonce);
                return true;
              } catch (SafelightException e) {
                return false;
              }
            };
        List<Future<Boolean>> outcomes = threads.invokeAll(Collections.nCopies(8, attempt));
        var accepted = new ArrayList<Boolean>();
        for (Future<Boolean> outcome : outcomes) {
          accepted.add(outcome.get());
        }
        assertThat(accepted).containsOnlyOnce(true);
      }
    }
  }

  private void assertRefused(long timestamp, String nonce, ErrorCode code) {
    assertThat(refusal(timestamp, nonce).code()).isEqualTo(code);
  }

  private SafelightException refusal(long timestamp, String nonce) {
    SafelightException refusal =
        catchThrowableOfType(SafelightException.class, () -> store.remember("key", "token", timestamp, nonce));
    assertThat(refusal).isNotNull();
    return refusal;
  }
}
