package io.safelight.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A method and pattern, what answers it, and what renders its errors.
 *
 * @param variables names of the pattern's variables in their order
 */
record Route(String method, String pattern, List<String> variables, ErrorRenderer errors, Endpoint endpoint) {

  /** The values by the names that this route gives them. */
  Map<String, String> named(List<String> values) {
    if (values.isEmpty()) {
      return Map.of();
    }
    var named = HashMap.<String, String>newHashMap(values.size());
    for (int i = 0; i < values.size(); i++) {
      named.put(variables.get(i), values.get(i));
    }
    return named;
  }
}
