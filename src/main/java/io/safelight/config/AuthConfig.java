package io.safelight.config;

import java.time.Duration;
import java.util.Optional;

/** Authentication. */
@Area(value = "auth", doc = "Authentication.")
public record AuthConfig(
    @Setting(
            value = "300s",
            min = "1s",
            max = "1d",
            doc = "How far the timestamp of an OAuth 1.0a request may be from the server's clock.")
        Duration timestampWindow,
    @Setting(
            value = "1000000",
            min = "1000",
            max = "100000000",
            doc =
                "Nonces remembered, of one user a tenth of them; when more come within the window, requests are"
                + " answered 503.")
        int maxNonces,
    @Setting(
            value = "",
            doc =
                "Key of the admin API, sent as a bearer token. Unset: one is made at the first start and "
                + "kept in the file `admin.key` of the data folder.")
        Optional<String> adminKey) {
  private static final int LEAST_KEY_LENGTH = 16;

  public AuthConfig {
    if (adminKey.isPresent() && adminKey.get().strip().length() < LEAST_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "The setting auth.admin-key is too easily guessed; it needs at least " + LEAST_KEY_LENGTH + " characters.");
    }
  }
}
