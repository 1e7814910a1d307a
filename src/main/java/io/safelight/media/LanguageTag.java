package io.safelight.media;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/**
 * A language as BCP 47 (RFC 5646) writes it, in its canonical form: {@code en}, {@code pt-BR}, {@code zh-Hant}.
 *
 * @param value at most 35 characters of ASCII
 */
public record LanguageTag(String value) {
  /** What a server has to have room for at least (RFC 5646 section 4.4.1). */
  private static final int MAX_LENGTH = 35;

  /** Reads a tag of any case, as clients send {@code EN} for {@code en}; empty for what is not well-formed. */
  public static Optional<LanguageTag> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LanguageTag(new Locale.Builder().setLanguageTag(text).build().toLanguageTag()));
    } catch (IllformedLocaleException notATag) {
      return Optional.empty();
    }
  }

  /** What the language calls itself; the tag where that is not known. */
  public String ownName() {
    Locale locale = Locale.forLanguageTag(value);
    String name = locale.getDisplayName(locale);
    return name.isEmpty() ? value : name;
  }

  @Override
  public String toString() {
    return value;
  }
}
