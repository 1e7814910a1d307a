package io.safelight.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The names that chunks bear in PNG and in RIFF files. */
final class FourCharacters {
  private FourCharacters() {}

  static String read(ByteSource source) throws IOException {
    return new String(source.bytes(4), StandardCharsets.ISO_8859_1);
  }
}
