package io.safelight.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.TestClock;
import io.safelight.media.IdGenerator;
import io.safelight.media.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountCacheTest {
  private final AtomicLong nanos = new AtomicLong();
  private final TestClock clock = new TestClock(Instant.parse("2026-11-03T10:15:30Z"));
  private final InMemoryAccounts accounts = new InMemoryAccounts();
  private final NewAccount alice = new AccountService(accounts, new IdGenerator(clock, 0), clock).create("alice");
  private final String bearer = TokenHash.hex(alice.bearerToken());
  private final AccountCache cache = new AccountCache(accounts, nanos::get);

  @BeforeEach
  void loadAlice() {
    cache.signing(alice.consumerKey(), alice.accessToken());
    cache.bearer(bearer);
  }

  @Test
  void known_credentials_are_looked_up_once() {
    assertThat(cache.signing(alice.consumerKey(), alice.accessToken()))
        .isSameAs(cache.signingIfPresent(alice.consumerKey(), alice.accessToken()));
    assertThat(cache.bearer(bearer)).isSameAs(cache.bearerIfPresent(bearer)).isNotNull();
    assertThat(accounts.lookups).hasValue(2);
  }

  @Test
  void a_revocation_is_seen_after_a_minute() {
    accounts.remove(new UserId(Long.parseLong(alice.userId())));
    assertThat(cache.bearer(bearer)).isNotNull();
    nanos.addAndGet(AccountCache.LIFETIME.plus(Duration.ofMillis(1)).toNanos());

    assertThat(cache.bearerIfPresent(bearer)).isNull();
    assertThat(cache.bearer(bearer)).isNull();
    assertThat(cache.signing(alice.consumerKey(), alice.accessToken())).isNull();
  }

  @Test
  void a_user_made_after_a_failed_try_is_known_at_once() {
    var service = new AccountService(accounts, new IdGenerator(clock, 1), clock);
    assertThat(cache.signing("key", "token")).isNull();
    assertThat(cache.bearer("unknown")).isNull();
    int lookups = accounts.lookups.get();

    NewAccount bob = service.create("bob");

    assertThat(cache.signing(bob.consumerKey(), bob.accessToken())).isNotNull();
    assertThat(cache.signing("key", "token")).isNull();
    assertThat(accounts.lookups).hasValue(lookups + 2);
  }
}
