package io.safelight.auth;

import io.safelight.error.ErrorCode;
import io.safelight.http.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The key of the admin API. Only its hash is held. Immutable. */
public final class AdminKey {
  private static final String FILE = "admin.key";
  private static final int MIN_LENGTH = 16;
  private static final int RANDOM_BYTES = 32;

  private final byte[] hash;

  private AdminKey(String key) {
    this.hash = TokenHash.bytes(key);
  }

  /**
   * The configured key; or else the one in the file {@code admin.key} of the data folder, which is made, readable for
   * its owner only, when there is none. To be called by the holder of the data folder.
   *
   * @throws IllegalArgumentException when the key has fewer than 16 characters, with a sentence for the operator
   * @throws IOException when the file cannot be read or written
   */
  public static AdminKey open(Path dataFolder, Optional<String> configured) throws IOException {
    if (configured.isPresent()) {
      return of(configured.get(), "auth.admin-key");
    }
    Path file = dataFolder.resolve(FILE);
    if (!Files.exists(file)) {
      create(file);
    }
    return of(Files.readString(file), "the key in the file " + file);
  }

  /**
   * Lets only the administrator pass.
   *
   * @throws io.safelight.error.SafelightException BAD_AUTHENTICATION_DATA when there is no bearer token, INVALID_TOKEN
   *     when it is not the key
   */
  public void require(Exchange exchange) {
    String authorization = exchange.header("Authorization").orElse("").strip();
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw Refusal.of(ErrorCode.BAD_AUTHENTICATION_DATA, "Send the admin key as Authorization: Bearer.");
    }
    if (!MessageDigest.isEqual(hash, TokenHash.bytes(authorization.substring(7).strip()))) {
      throw Refusal.of(ErrorCode.INVALID_TOKEN, "The bearer token is not the admin key of this server.");
    }
  }

  private static AdminKey of(String text, String where) {
    String key = text.strip();
    if (key.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(where + " must have at least " + MIN_LENGTH + " characters");
    }
    return new AdminKey(key);
  }

  /** Written beside and renamed, so that a crash cannot leave half a key. */
  private static void create(Path file) throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path half = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".tmp", ownerOnly);
    try {
      Files.writeString(
          half, HexFormat.of().formatHex(random) + "\n", StandardCharsets.US_ASCII, StandardOpenOption.DSYNC);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
