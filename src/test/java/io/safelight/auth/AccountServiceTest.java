package io.safelight.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.TestClock;
import io.safelight.auth.AccountRepository.Credentials;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.IdGenerator;
import io.safelight.media.UserId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AccountServiceTest {
  private final TestClock clock = new TestClock(Instant.parse("2026-11-03T10:15:30Z"));
  private final InMemoryAccounts accounts = new InMemoryAccounts();
  private final AccountService service = new AccountService(accounts, new IdGenerator(clock, 0), clock);

  @Test
  void a_new_user_gets_keys_of_the_usual_lengths() {
    NewAccount alice = service.create("alice");

    assertThat(alice.consumerKey()).matches("[A-Za-z0-9]{25}");
    assertThat(alice.consumerSecret()).matches("[A-Za-z0-9]{50}");
    assertThat(alice.accessToken()).matches(alice.userId() + "-[A-Za-z0-9]{40}");
    assertThat(alice.accessTokenSecret()).matches("[A-Za-z0-9]{45}");
    assertThat(alice.bearerToken()).matches("[A-Za-z0-9]{64}");
    assertThat(service.create("bob").consumerSecret()).isNotEqualTo(alice.consumerSecret());
  }

  @Test
  void the_bearer_token_is_stored_as_a_hash() {
    NewAccount alice = service.create("alice");

    Credentials stored = accounts.credentialsOf(new UserId(Long.parseLong(alice.userId())));

    assertThat(stored.bearerSha256()).matches("[0-9a-f]{64}").isEqualTo(TokenHash.hex(alice.bearerToken()));
  }

  @Test
  void the_json_has_the_names_that_scripts_look_for() {
    var json = new JsonMapper().valueToTree(service.create("alice"));

    assertThat(List.copyOf(json.propertyNames()))
        .containsExactly(
            "user_id",
            "screen_name",
            "consumer_key",
            "consumer_secret",
            "access_token",
            "access_token_secret",
            "bearer_token");
    assertThat(json.get("user_id").isString()).isTrue();
  }

  @Test
  void nothing_secret_is_in_what_a_log_would_show() {
    NewAccount alice = service.create("alice");

    assertThat(alice).asString().doesNotContain(alice.consumerSecret(), alice.accessTokenSecret(), alice.bearerToken());
    assertThat(accounts.credentialsOf(new UserId(Long.parseLong(alice.userId()))))
        .asString()
        .doesNotContain(alice.consumerSecret(), alice.accessTokenSecret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A_1", "_", "fifteen_letters"})
  void names_of_1_to_15_letters_digits_and_underscores_are_accepted(String name) {
    assertThat(service.create(name).screenName()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sixteen__letters", "a b", "a-b", "@alice", "älice", "alice\n"})
  void other_names_are_refused_with_a_sentence(String name) {
    assertThatThrownBy(() -> service.create(name))
        .isInstanceOfSatisfying(
            SafelightException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.PARAMETER_INVALID);
              assertThat(e.publicMessage()).contains("1 to 15 characters");
            });
  }

  @Test
  void a_name_that_is_taken_is_refused_with_a_sentence() {
    service.create("alice");

    assertThatThrownBy(() -> service.create("Alice"))
        .isInstanceOfSatisfying(
            SafelightException.class, e -> assertThat(e.publicMessage()).contains("already a user", "Alice"));
  }
}
