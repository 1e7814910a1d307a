package io.safelight.auth;

import io.safelight.http.Parameter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The text that a client signs (RFC 5849 section 3.4.1): method, base URI, and the parameters sorted and encoded,
 * joined with {@code &}. The base URI is left open, because several are tried. Values in files are encoded on the way
 * to the MAC and never held in memory. Immutable, but valid only as long as the parameters are.
 */
final class SignatureBaseString {
  private static final byte[] EQUALS = {'%', '3', 'D'};
  private static final byte[] AND = {'%', '2', '6'};
  private static final int BUFFER_BYTES = 8192;

  private final byte[] method;
  /** What stands before, between and behind the large values: one more than there are of those. */
  private final List<byte[]> literals = new ArrayList<>(1);

  private final List<Parameter> largeValues = new ArrayList<>(0);

  /**
   * @param rawPath the path as sent, still percent-encoded
   * @param parameters of the query, the header and an urlencoded body, in any order, without {@code oauth_signature}
   * @throws IOException when a value in a file cannot be read
   */
  SignatureBaseString(String method, String rawPath, List<Parameter> parameters) throws IOException {
    this.method = (method + '&').getBytes(StandardCharsets.UTF_8);
    byte[] path = PercentEncoding.encode(rawPath);
    Entry[] entries = sorted(parameters);
    byte[] literal = new byte[path.length + 1 + length(entries)];
    System.arraycopy(path, 0, literal, 0, path.length);
    int from = 0;
    int at = path.length;
    literal[at++] = '&';
    for (int i = 0; i < entries.length; i++) {
      Entry entry = entries[i];
      if (i > 0) {
        at = append(AND, literal, at);
      }
      at = PercentEncoding.encodeTwice(entry.name, entry.name.length, literal, at);
      at = append(EQUALS, literal, at);
      if (entry.value != null) {
        at = PercentEncoding.encodeTwice(entry.value, entry.value.length, literal, at);
      } else {
        literals.add(Arrays.copyOfRange(literal, from, at));
        largeValues.add(entry.parameter);
        from = at;
      }
    }
    literals.add(from == 0 ? literal : Arrays.copyOfRange(literal, from, at));
  }

  /**
   * Feeds the whole text to several MACs at once, to each with another base URI, so that large values are read and
   * encoded once.
   *
   * @param baseUris as many as there are MACs, without a slash at the end
   * @return how many bytes of it each MAC was given behind the base URI
   */
  long feed(List<Mac> macs, List<String> baseUris) throws IOException {
    long length = 0;
    for (int i = 0; i < macs.size(); i++) {
      macs.get(i).update(method);
      macs.get(i).update(PercentEncoding.encode(baseUris.get(i)));
    }
    for (int i = 0; i < literals.size(); i++) {
      byte[] literal = literals.get(i);
      for (Mac mac : macs) {
        mac.update(literal);
      }
      length += literal.length;
      if (i < largeValues.size()) {
        length += feed(macs, largeValues.get(i));
      }
    }
    return length;
  }

  /** The text with this base URI for a person to read; large values are left out. */
  String describe(String baseUri) {
    var text = new StringBuilder();
    text.append(new String(method, StandardCharsets.UTF_8));
    text.append(new String(PercentEncoding.encode(baseUri), StandardCharsets.US_ASCII));
    for (int i = 0; i < literals.size(); i++) {
      text.append(i == 0 ? "" : "...").append(new String(literals.get(i), StandardCharsets.US_ASCII));
    }
    return text.toString();
  }

  private static long feed(List<Mac> macs, Parameter value) throws IOException {
    long total = 0;
    byte[] plain = new byte[BUFFER_BYTES];
    byte[] encoded = new byte[BUFFER_BYTES * PercentEncoding.TWICE_FACTOR];
    try (InputStream in = value.open()) {
      int read;
      while ((read = in.read(plain)) >= 0) {
        int length = PercentEncoding.encodeTwice(plain, read, encoded, 0);
        total += length;
        for (Mac mac : macs) {
          mac.update(encoded, 0, length);
        }
      }
    }
    return total;
  }

  private static int append(byte[] bytes, byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
    return at + bytes.length;
  }

  private static int length(Entry[] entries) {
    int length = 0;
    for (Entry entry : entries) {
      length += PercentEncoding.lengthTwice(entry.name) + EQUALS.length + AND.length;
      length += entry.value == null ? 0 : PercentEncoding.lengthTwice(entry.value);
    }
    return entries.length == 0 ? 0 : length - AND.length;
  }

  private static Entry[] sorted(List<Parameter> parameters) throws IOException {
    Entry[] entries = new Entry[parameters.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Entry.of(parameters.get(i));
    }
    try {
      Arrays.sort(entries, Entry::compare);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** A parameter as UTF-8. */
  private static final class Entry {
    final Parameter parameter;
    final byte[] name;
    /** Null when it is large. */
    final byte @Nullable [] value;

    Entry(Parameter parameter, byte @Nullable [] value) {
      this.parameter = parameter;
      this.name = parameter.name().getBytes(StandardCharsets.UTF_8);
      this.value = value;
    }

    static Entry of(Parameter parameter) {
      return switch (parameter) {
        case Parameter.Text text -> new Entry(text, text.value().getBytes(StandardCharsets.UTF_8));
        case Parameter.Large large -> new Entry(large, null);
      };
    }

    static int compare(Entry left, Entry right) {
      int byName = PercentEncoding.compareEncoded(left.name, right.name);
      if (byName != 0) {
        return byName;
      }
      if (left.value != null && right.value != null) {
        return PercentEncoding.compareEncoded(left.value, right.value);
      }
      try (InputStream a = new BufferedInputStream(left.parameter.open());
          InputStream b = new BufferedInputStream(right.parameter.open())) {
        return PercentEncoding.compareEncoded(a, b);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
