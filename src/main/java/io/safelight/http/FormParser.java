package io.safelight.http;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code application/x-www-form-urlencoded} (WHATWG URL standard, section 5.1) as its bytes come, cut anywhere.
 * Unlike a browser it refuses a broken escape: the signature of OAuth 1.0a is made of the decoded bytes, and there
 * would be two opinions about them. Values are decoded; one that is not UTF-8 keeps its bytes. What does not fit in
 * {@link #MEMORY} goes to the spool.
 */
final class FormParser {
  /** Decoded bytes of all names and values together that stay in memory. */
  static final int MEMORY = 64 * 1024;

  static final int MAX_PARAMETERS = 1000;
  static final int MAX_NAME = 256;

  private final ErrorCode errorCode;
  private final @Nullable SpoolFile spool;
  private final List<Parameter> parameters = new ArrayList<>();
  private byte[] bytes = new byte[64];
  private int length;
  private int inMemory;
  private @Nullable String name;
  private SpoolFile.@Nullable Region region;
  private boolean seen;
  private int escapeDigits;
  private int escape;

  /** With a null spool everything stays in memory. */
  FormParser(ErrorCode errorCode, @Nullable SpoolFile spool) {
    this.errorCode = errorCode;
    this.spool = spool;
  }

  /** The parameters of a query. */
  static List<Parameter> parseQuery(String raw) {
    var parser = new FormParser(ErrorCode.PARAMETER_INVALID, null);
    try {
      parser.accept(ByteBuffer.wrap(raw.getBytes(StandardCharsets.UTF_8)));
      return parser.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("without a spool nothing is written", e);
    }
  }

  /** Takes all remaining bytes. */
  void accept(ByteBuffer input) throws IOException {
    while (input.hasRemaining()) {
      byte b = input.get();
      if (escapeDigits > 0) {
        escaped(b);
      } else if (b == '&') {
        endParameter();
      } else if (b == '=' && name == null) {
        endName();
      } else if (b == '%') {
        escapeDigits = 2;
        escape = 0;
      } else {
        append(b == '+' ? (byte) ' ' : b);
      }
    }
  }

  private void escaped(byte b) throws IOException {
    int digit = Character.digit(b, 16);
    if (digit < 0) {
      throw broken("A percent sign must be followed by two hexadecimal digits.");
    }
    escape = (escape << 4) | digit;
    if (--escapeDigits == 0) {
      append((byte) escape);
    }
  }

  private void append(byte b) throws IOException {
    seen = true;
    if (name == null && length == MAX_NAME) {
      throw broken("The name of a parameter is longer than " + MAX_NAME + " bytes.");
    }
    if (length == bytes.length) {
      makeRoom();
    }
    bytes[length++] = b;
  }

  private void makeRoom() throws IOException {
    if (region == null && (spool == null || inMemory + 2 * length <= MEMORY)) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    } else {
      spill();
    }
  }

  private void spill() throws IOException {
    SpoolFile file = spool;
    if (file != null) {
      SpoolFile.Region open = region == null ? file.begin() : region;
      region = open;
      open.write(bytes, length);
      length = 0;
      if (bytes.length < SpoolFile.BUFFER) {
        bytes = new byte[SpoolFile.BUFFER];
      }
    }
  }

  private void endName() {
    name = decodeName();
    seen = true;
    length = 0;
  }

  private String decodeName() {
    inMemory += length;
    String text = decodeUtf8(bytes, length);
    if (text == null) {
      throw broken("The name of a parameter is not UTF-8.");
    }
    return text;
  }

  private void endParameter() throws IOException {
    if (seen) {
      if (parameters.size() == MAX_PARAMETERS) {
        throw broken("There are more than " + MAX_PARAMETERS + " parameters.");
      }
      if (name == null) {
        parameters.add(new Parameter.Text(decodeName(), ""));
      } else {
        parameters.add(value(name));
      }
    }
    name = null;
    region = null;
    seen = false;
    length = 0;
  }

  private Parameter value(String name) throws IOException {
    if (region != null) {
      spill();
      return region.parameter(name);
    }
    if (spool != null && inMemory + length > MEMORY) {
      SpoolFile.Region open = spool.begin();
      open.write(bytes, length);
      return open.parameter(name);
    }
    inMemory += length;
    String text = decodeUtf8(bytes, length);
    return text == null ? new Binary(name, Arrays.copyOf(bytes, length)) : new Parameter.Text(name, text);
  }

  /** Ends the last parameter and returns all, in the order sent. */
  List<Parameter> finish() throws IOException {
    if (escapeDigits > 0) {
      throw broken("A percent sign must be followed by two hexadecimal digits.");
    }
    endParameter();
    return List.copyOf(parameters);
  }

  private SafelightException broken(String message) {
    return new SafelightException(errorCode, message);
  }

  private static @Nullable String decodeUtf8(byte[] bytes, int length) {
    if (isAscii(bytes, length)) {
      // Most texts are; a decoder, which would say whether it is UTF-8, costs several times as much.
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isAscii(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** A value in memory that is not text. */
  private static final class Binary implements Parameter.Large {
    private final String name;
    private final byte[] bytes;

    Binary(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
