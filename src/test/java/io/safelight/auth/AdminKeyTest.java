package io.safelight.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdminKeyTest {
  private final AdminKey key = new AdminKey("correct horse battery staple\n");

  @Test
  void the_key_passes_as_a_bearer_token() {
    assertThatCode(() -> key.require(request("Bearer correct horse battery staple"))).doesNotThrowAnyException();
    assertThatCode(() -> key.require(request("bearer  correct horse battery staple "))).doesNotThrowAnyException();
  }

  @Test
  void everything_else_is_refused() {
    assertRefused(null, ErrorCode.BAD_AUTHENTICATION_DATA);
    assertRefused("correct horse battery staple", ErrorCode.BAD_AUTHENTICATION_DATA);
    assertRefused("Bearer ", ErrorCode.BAD_AUTHENTICATION_DATA);
    assertRefused("Bearer correct horse battery stapl", ErrorCode.INVALID_TOKEN);
    assertRefused("Bearer correct horse battery staplf", ErrorCode.INVALID_TOKEN);
  }

  private void assertRefused(@Nullable String authorization, ErrorCode code) {
    assertThatThrownBy(() -> key.require(request(authorization)))
        .isInstanceOfSatisfying(SafelightException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static FakeExchange request(@Nullable String authorization) {
    return new FakeExchange("POST", URI.create("http://127.0.0.1/x"), authorization, null, Instant.EPOCH);
  }
}
