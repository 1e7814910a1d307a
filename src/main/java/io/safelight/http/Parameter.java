package io.safelight.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A decoded name and value from a query or an urlencoded body. Values too large for memory stay in a file; they are
 * read as a stream and never become a String.
 */
public sealed interface Parameter permits Parameter.Text, Parameter.Large {
  String name();

  /** The decoded value as UTF-8 bytes; may be opened more than once. */
  InputStream open() throws IOException;

  /** A value in memory. */
  record Text(String name, String value) implements Parameter {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A value in a spool file, valid until the {@link Form} it belongs to is closed. */
  non-sealed interface Large extends Parameter {}
}
