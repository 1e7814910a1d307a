package io.safelight.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written as {@code 512}, {@code 64 KiB}, {@code 5MiB} or {@code 10 GiB} (powers of 1024 only).
 *
 * @param bytes zero or more
 */
public record ByteSize(long bytes) {
  private static final Pattern NOTATION = Pattern.compile("(\\d{1,18})\\s*(B|KIB|MIB|GIB|TIB)?");

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size in bytes cannot be negative");
    }
  }

  /** Reads the notation; throws {@link IllegalArgumentException} with a sentence that names what is accepted. */
  public static ByteSize parse(String text) {
    Matcher matcher = NOTATION.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a size; write 512, 64 KiB, 5 MiB or 10 GiB");
    }
    String unit = matcher.group(2);
    int shift = unit == null ? 0 : Math.max(0, "BKMGT".indexOf(unit.charAt(0))) * 10;
    return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
  }

  /** The shortest exact notation. */
  @Override
  public String toString() {
    String[] units = {"", " KiB", " MiB", " GiB", " TiB"};
    long value = bytes;
    int unit = 0;
    while (value != 0 && value % 1024 == 0 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return value + units[unit];
  }
}
