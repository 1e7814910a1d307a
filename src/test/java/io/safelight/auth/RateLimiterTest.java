package io.safelight.auth;

import static io.safelight.auth.RateLimitBucket.V1_FINALIZE;
import static io.safelight.auth.RateLimitBucket.V1_INIT_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.TestClock;
import io.safelight.config.RateLimitConfig.Preset;
import io.safelight.config.RateLimitConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimiterTest {
  private static final UserId ALICE = new UserId(1);
  private static final UserId BOB = new UserId(2);

  private final TestClock clock = new TestClock(Instant.parse("2026-11-03T10:15:30Z"));
  private final RateLimiter limiter = new RateLimiter(new RateLimitConfig(Preset.X), clock);

  @Test
  void each_call_uses_up_one_until_none_is_left() {
    long reset = clock.seconds() + 3600;
    for (int left = 199; left >= 0; left--) {
      assertThat(limiter.take(ALICE, V1_INIT_VIDEO)).contains(new RateLimit(200, left, reset, true));
    }
    clock.advance(Duration.ofMinutes(59));

    RateLimit refused = limiter.take(ALICE, V1_INIT_VIDEO).orElseThrow();

    assertThat(refused).isEqualTo(new RateLimit(200, 0, reset, false));
    SafelightException refusal = refused.refusal(clock.instant());
    assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void a_window_begins_with_the_first_call_and_then_starts_anew() {
    use(ALICE, 200);
    clock.advance(Duration.ofSeconds(3599));
    assertThat(limiter.take(ALICE, V1_INIT_VIDEO).orElseThrow().allowed()).isFalse();
    clock.advance(Duration.ofSeconds(1));

    assertThat(limiter.take(ALICE, V1_INIT_VIDEO)).contains(new RateLimit(200, 199, clock.seconds() + 3600, true));
  }

  @Test
  void users_and_buckets_are_counted_apart() {
    use(ALICE, 200);

    assertThat(limiter.take(ALICE, V1_INIT_VIDEO).orElseThrow().allowed()).isFalse();
    assertThat(limiter.take(BOB, V1_INIT_VIDEO).orElseThrow().remaining()).isEqualTo(199);
    assertThat(limiter.take(ALICE, V1_FINALIZE).orElseThrow().remaining()).isEqualTo(614);
  }

  @Test
  void addresses_are_counted_apart_and_those_of_a_flood_make_it_forget_no_user() {
    use(ALICE, 200);
    for (int i = 0; i < 200_000; i++) {
      limiter.takeUnproven("2001:db8:0:" + i + "/64");
    }

    assertThat(limiter.takeUnproven("203.0.113.1"))
        .contains(new RateLimit(1_875, 1_874, clock.seconds() + 900, true));
    assertThat(limiter.takeUnproven("203.0.113.1").orElseThrow().remaining()).isEqualTo(1_873);
    assertThat(limiter.take(ALICE, V1_INIT_VIDEO).orElseThrow().allowed()).isFalse();
    assertThat(limiter.addresses()).isLessThanOrEqualTo(20_000);
  }

  @Test
  void a_clock_that_is_set_back_a_little_forgives_nothing() {
    use(ALICE, 200);
    clock.advance(Duration.ofSeconds(-30));

    assertThat(limiter.take(ALICE, V1_INIT_VIDEO).orElseThrow().allowed()).isFalse();
  }

  @Test
  void a_clock_that_is_set_back_far_shuts_nobody_out_for_ever() {
    use(ALICE, 200);
    clock.advance(Duration.ofDays(-365));

    assertThat(limiter.take(ALICE, V1_INIT_VIDEO)).contains(new RateLimit(200, 199, clock.seconds() + 3600, true));
  }

  @ParameterizedTest
  @CsvSource({
    "V1_UPLOAD, 415, 3600",
    "V1_INIT_VIDEO, 200, 3600",
    "V1_APPEND, 20000, 3600",
    "V1_FINALIZE, 615, 3600",
    "V1_METADATA, 2000, 3600",
    "V2_INITIALIZE, 1875, 900",
    "V2_APPEND, 1875, 900",
    "V2_FINALIZE, 1875, 900",
    "V2_STATUS, 1000, 900",
    "V2_SUBTITLES, 100, 900",
    "V2_CREATE_POST, 100, 900"
  })
  void the_preset_x_has_the_numbers_of_x(RateLimitBucket bucket, int limit, int seconds) {
    assertThat(limiter.take(ALICE, bucket))
        .contains(new RateLimit(limit, limit - 1, clock.seconds() + seconds, true));
  }

  @Test
  void the_default_is_high_enough_for_a_test_suite() {
    var generous = new RateLimiter(new RateLimitConfig(Preset.GENEROUS), clock);
    for (RateLimitBucket bucket : RateLimitBucket.values()) {
      assertThat(generous.take(ALICE, bucket).orElseThrow().limit()).isGreaterThanOrEqualTo(1_000_000);
    }
  }

  @Test
  void limits_can_be_off() {
    var off = new RateLimiter(new RateLimitConfig(Preset.OFF), clock);

    assertThat(off.take(ALICE, V1_INIT_VIDEO)).isEmpty();
    assertThat(off.takeUnproven("203.0.113.1")).isEmpty();
  }

  @Test
  void of_many_calls_at_once_exactly_the_limit_is_allowed() throws Exception {
    var allowed = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int thread = 0; thread < 8; thread++) {
        var _ =
            threads.submit(
                () -> {
                  for (int i = 0; i < 1_000; i++) {
                    if (limiter.take(ALICE, V1_FINALIZE).orElseThrow().allowed()) {
                      allowed.incrementAndGet();
                    }
                  }
                });
      }
    }
    assertThat(allowed).hasValue(615);
  }

  private void use(UserId user, int calls) {
    for (int i = 0; i < calls; i++) {
      limiter.take(user, V1_INIT_VIDEO);
    }
  }
}
