package io.safelight.blob;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** A secret of this installation, made when it is first needed and kept in a file of mode 0600. */
public final class SecretFile {
  private static final int RANDOM_BYTES = 32;
  private static final int LENGTH = 43;

  private SecretFile() {}

  /**
   * Reads a secret, making and durably keeping a new one when the file does not exist. Processes that do this at once get the
   * same secret.
   *
   * @return 43 characters of base64url: 256 random bits
   * @throws DataFolderException when the file holds something else
   */
  public static String readOrCreate(Path file) throws IOException {
    try {
      return read(file);
    } catch (NoSuchFileException first) {
      create(file);
      return read(file);
    }
  }

  private static String read(Path file) throws IOException {
    String secret = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (secret.length() < LENGTH) {
      throw new DataFolderException(
          "The file " + file + " does not hold a secret. Restore it from a backup, or delete it to have a new one made.");
    }
    return secret;
  }

  private static void create(Path file) throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    // Where another process was quicker, its secret counts.
    new DurableFiles().writeNew(file, (secret + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
