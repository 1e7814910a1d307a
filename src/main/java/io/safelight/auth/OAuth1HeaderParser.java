package io.safelight.auth;

import io.safelight.http.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits the credentials of an OAuth 1.0a header into decoded parameters. Clients differ in separators, quotes and
 * white space; what cannot be read in only one way is refused.
 */
final class OAuth1HeaderParser {
  /** Ten are usual. Keeps the search for duplicates cheap. */
  private static final int MAX_PARAMETERS = 64;

  private final String text;
  private int at;

  OAuth1HeaderParser(String text) {
    this.text = text;
  }

  /**
   * All parameters but {@code realm}, in the order sent.
   *
   * @throws io.safelight.error.SafelightException BAD_AUTHENTICATION_DATA
   */
  List<Parameter.Text> parameters() {
    var parameters = new ArrayList<Parameter.Text>(10);
    while (skipSeparators()) {
      String name = decode(name());
      String value = value();
      // A realm is the one value that is not percent-encoded.
      if (name.equals("realm")) {
        continue;
      }
      for (Parameter.Text other : parameters) {
        if (other.name().equals(name)) {
          throw OAuth1Header.bad("The Authorization header gives a parameter twice.");
        }
      }
      if (parameters.size() == MAX_PARAMETERS) {
        throw OAuth1Header.bad("The Authorization header has more than " + MAX_PARAMETERS + " parameters.");
      }
      parameters.add(new Parameter.Text(name, decode(value)));
    }
    return parameters;
  }

  /** Whether another parameter follows. */
  private boolean skipSeparators() {
    while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ',')) {
      at++;
    }
    return at < text.length();
  }

  /** Reads a name and the equals sign behind it. */
  private String name() {
    int from = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    String name = text.substring(from, at);
    skipSpace();
    if (name.isEmpty() || at == text.length() || text.charAt(at) != '=') {
      throw malformed();
    }
    at++;
    skipSpace();
    return name;
  }

  /** Reads a value up to the comma behind it. */
  private String value() {
    String value = at < text.length() && text.charAt(at) == '"' ? quoted() : unquoted();
    skipSpace();
    if (at < text.length() && text.charAt(at) != ',') {
      throw malformed();
    }
    return value;
  }

  private String unquoted() {
    int from = at;
    while (at < text.length() && !isSpace(text.charAt(at)) && text.charAt(at) != ',' && text.charAt(at) != '"') {
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() {
    int from = at + 1;
    // Searching is several times as fast as looking at each character, and this is done for every signed poll.
    int end = text.indexOf('"', from);
    if (end < 0) {
      throw malformed();
    }
    if (text.indexOf('\\', from, end) < 0) {
      at = end + 1;
      return text.substring(from, end);
    }
    return quotedWithEscapes(from);
  }

  private String quotedWithEscapes(int from) {
    at = from;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw malformed();
    }
    return unescape(text.substring(from, at++));
  }

  private static String unescape(String value) {
    var plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      // The scan in quotedWithEscapes() guarantees that a backslash is never the last character.
      plain.append(value.charAt(i) == '\\' ? value.charAt(++i) : value.charAt(i));
    }
    return plain.toString();
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isNamePart(char c) {
    return c != '=' && c != ',' && c != '"' && !isSpace(c);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static String decode(String encoded) {
    try {
      return PercentEncoding.decode(encoded);
    } catch (IllegalArgumentException e) {
      throw OAuth1Header.bad("A value in the Authorization header is not percent-encoded UTF-8.");
    }
  }

  private static RuntimeException malformed() {
    return OAuth1Header.bad(
        "The Authorization header could not be read; it should look like"
            + " OAuth oauth_consumer_key=\"...\", oauth_token=\"...\".");
  }
}
