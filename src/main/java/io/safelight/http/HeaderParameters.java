package io.safelight.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A header value with parameters, such as {@code form-data; name="media"}, read as tolerantly as the clients of the API
 * need it: parameters may be separated by commas instead of semicolons, and may be quoted or not.
 *
 * @param value what stands before the first parameter, in lower case
 * @param parameters by name in lower case; of equal names the first counts
 */
record HeaderParameters(String value, Map<String, String> parameters) {

  static HeaderParameters parse(String header) {
    var value = new StringBuilder();
    var parameters = new LinkedHashMap<String, String>();
    for (String bySemicolon : split(header, ';')) {
      for (String piece : split(bySemicolon, ',')) {
        int equals = piece.indexOf('=');
        if (equals > 0) {
          String name = piece.substring(0, equals).strip().toLowerCase(Locale.ROOT);
          parameters.putIfAbsent(name, unquote(piece.substring(equals + 1).strip()));
        } else if (value.isEmpty()) {
          value.append(piece.toLowerCase(Locale.ROOT));
        }
      }
    }
    return new HeaderParameters(value.toString(), parameters);
  }

  /** The pieces between separators that are not inside quotes, stripped. */
  static List<String> split(String text, char separator) {
    var pieces = new ArrayList<String>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == separator && !quoted) {
        pieces.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    pieces.add(text.substring(start).strip());
    return pieces;
  }

  /** The value without its quotes and the backslashes that protect characters in it (RFC 9110 section 5.6.4). */
  static String unquote(String value) {
    if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
      return value;
    }
    var plain = new StringBuilder(value.length());
    for (int i = 1; i < value.length() - 1; i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() - 1) {
        i++;
        c = value.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
