package io.safelight.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {
  @TempDir private Path folder;

  @Test
  void the_first_start_makes_a_key_that_only_the_owner_can_read() throws IOException {
    AdminKey key = AdminKey.open(folder, Optional.empty());

    Path file = folder.resolve("admin.key");
    String text = Files.readString(file).strip();
    assertThat(text).matches("[0-9a-f]{64}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThatCode(() -> key.require(request("Bearer " + text))).doesNotThrowAnyException();
  }

  @Test
  void the_key_stays_the_same_over_a_restart() throws IOException {
    AdminKey.open(folder, Optional.empty());
    String text = Files.readString(folder.resolve("admin.key"));

    AdminKey again = AdminKey.open(folder, Optional.empty());

    assertThat(Files.readString(folder.resolve("admin.key"))).isEqualTo(text);
    assertThatCode(() -> again.require(request("bearer " + text.strip()))).doesNotThrowAnyException();
  }

  @Test
  void a_configured_key_needs_no_file() throws IOException {
    AdminKey key = AdminKey.open(folder, Optional.of("correct horse battery staple"));

    assertThat(folder.resolve("admin.key")).doesNotExist();
    assertThatCode(() -> key.require(request("Bearer correct horse battery staple"))).doesNotThrowAnyException();
  }

  @Test
  void everything_else_is_refused() throws IOException {
    AdminKey key = AdminKey.open(folder, Optional.of("correct horse battery staple"));

    assertRefused(key, null, ErrorCode.BAD_AUTHENTICATION_DATA);
    assertRefused(key, "correct horse battery staple", ErrorCode.BAD_AUTHENTICATION_DATA);
    assertRefused(key, "Bearer ", ErrorCode.BAD_AUTHENTICATION_DATA);
    assertRefused(key, "Bearer correct horse battery stapl", ErrorCode.INVALID_TOKEN);
    assertRefused(key, "Bearer correct horse battery staplf", ErrorCode.INVALID_TOKEN);
  }

  @Test
  void a_key_that_is_easily_guessed_stops_the_start() throws IOException {
    assertThatThrownBy(() -> AdminKey.open(folder, Optional.of("admin")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("auth.admin-key");
    Files.writeString(folder.resolve("admin.key"), "\n");
    assertThatThrownBy(() -> AdminKey.open(folder, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("admin.key");
  }

  private static void assertRefused(AdminKey key, @Nullable String authorization, ErrorCode code) {
    assertThatThrownBy(() -> key.require(request(authorization)))
        .isInstanceOfSatisfying(SafelightException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static FakeExchange request(@Nullable String authorization) {
    return new FakeExchange("POST", URI.create("http://127.0.0.1/x"), authorization, null, Instant.EPOCH);
  }
}
