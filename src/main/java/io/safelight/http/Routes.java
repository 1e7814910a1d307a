package io.safelight.http;

/**
 * Where the parts of the server register what they answer. Patterns are literal paths with variables in braces that
 * match one path element, such as {@code /2/media/upload/{id}/append}; a variable may have a literal suffix, as in
 * {@code /1.1/statuses/show/{id}.json}. A literal wins over a variable. Registering a method and pattern twice is a
 * mistake and throws {@link IllegalStateException}.
 */
public interface Routes {
  void add(String method, String pattern, ErrorRenderer errors, Endpoint endpoint);

  /** What renders the errors of paths below a prefix that no route matches: 404, 405 with {@code Allow}. */
  void fallback(String pathPrefix, ErrorRenderer errors);
}
