package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.BOB;
import static io.safelight.store.StoreFixture.credentials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.auth.AccountRepository.OAuth1Account;
import io.safelight.auth.AccountRepository.User;
import io.safelight.error.StoreException;
import java.time.Instant;
import java.util.List;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;

/** Users and their credentials. */
interface AccountContract extends StoreContract {

  @Test
  default void a_user_is_found_by_id_name_and_each_credential() {
    User alice = new User(ALICE, "Alice", Instant.ofEpochMilli(1_700_000_000_123L));
    assertThat(store().accounts.create(alice, credentials("a"))).isTrue();

    assertThat(store().accounts.find(ALICE)).contains(alice);
    assertThat(store().accounts.findByName("aLICE")).contains(alice);
    assertThat(store().accounts.findByBearer("sha-a")).contains(alice);
    assertThat(store().accounts.findOAuth1("key-a", "token-a"))
        .contains(new OAuth1Account(alice, "secret-a", "token-secret-a"));
  }

  @Test
  default void credentials_of_two_users_do_not_mix() {
    store().account(ALICE, "alice");
    store().account(BOB, "bob");
    assertThat(store().accounts.findOAuth1("key-alice", "token-bob")).isEmpty();
    assertThat(store().accounts.findOAuth1("key-bob", "nonsense")).isEmpty();
    assertThat(store().accounts.findByBearer("sha-")).isEmpty();
  }

  @Test
  default void users_are_found_by_several_names_at_once_each_once_and_nobody_else() {
    store().account(ALICE, "alice");
    store().account(BOB, "bob");
    assertThat(store().accounts.findByNames(List.of("ALICE", "nobody", "bob", "alice")))
        .extracting(User::id)
        .containsExactlyInAnyOrder(ALICE, BOB);
    assertThat(store().accounts.findByNames(List.of())).isEmpty();
  }

  @Test
  default void a_screen_name_is_taken_whatever_its_case() {
    store().account(ALICE, "alice");
    User second = new User(BOB, "ALICE", store().clock.instant());
    assertThat(store().accounts.create(second, credentials("b"))).isFalse();
    assertThat(store().accounts.find(BOB)).isEmpty();
    assertThat(store().accounts.findByBearer("sha-b")).isEmpty();
  }

  @Test
  default void a_failure_does_not_repeat_secrets() {
    store().account(ALICE, "alice");
    User second = new User(BOB, "bob", store().clock.instant());
    assertThatThrownBy(() -> store().accounts.create(second, credentials("alice")))
        .isInstanceOf(StoreException.class)
        .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("secret-alice"));
    assertThat(store().accounts.find(BOB)).isEmpty();
  }
}
