package io.safelight.http;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request. Routes are registered before the server starts; after that it is only read, by any
 * thread. HEAD is answered by the route of GET. OPTIONS is answered only where an endpoint registered it.
 */
public final class Router implements Routes {
  private final PathTree tree = new PathTree();
  private final Map<String, PathTree.Methods> literals = new LinkedHashMap<>();
  private final Map<String, ErrorRenderer> fallbacks = new LinkedHashMap<>();

  @Override
  public void add(String method, String pattern, ErrorRenderer errors, Endpoint endpoint) {
    var route = new Route(method, pattern, PathTree.variables(pattern), errors, endpoint);
    PathTree.Methods methods = tree.add(pattern);
    if (methods.routes().putIfAbsent(method, route) != null) {
      throw new IllegalStateException(method + " " + pattern + " is registered twice");
    }
    if (pattern.indexOf('{') < 0) {
      literals.put(pattern, methods);
    }
  }

  @Override
  public void fallback(String pathPrefix, ErrorRenderer errors) {
    if (fallbacks.putIfAbsent(pathPrefix, errors) != null) {
      throw new IllegalStateException("the fallback of " + pathPrefix + " is registered twice");
    }
  }

  /** What a request is answered by. */
  sealed interface Match {
    /** A route and the values of the variables of its pattern. */
    record Found(Route route, String path, Map<String, String> variables) implements Match {}

    /** No route; {@code error} says why, and {@code allow} which methods there are, where the path exists. */
    record None(String path, SafelightException error, @Nullable String allow, ErrorRenderer errors) implements Match {}
  }

  Match match(String method, String rawPath) {
    String effective = method.equals("HEAD") ? "GET" : method;
    // Nearly every request names a literal path and needs no decoding.
    PathTree.Methods literal = literals.get(rawPath);
    if (literal != null) {
      return found(effective, rawPath, literal, List.of());
    }
    String[] segments = PathSegments.decode(rawPath);
    if (segments == null) {
      return none(rawPath, new SafelightException(ErrorCode.NOT_FOUND), null);
    }
    String path = "/" + String.join("/", segments);
    var values = new ArrayList<String>();
    PathTree.Methods methods = tree.find(segments, values);
    return methods == null
        ? none(path, new SafelightException(ErrorCode.NOT_FOUND), null)
        : found(effective, path, methods, values);
  }

  private Match found(String method, String path, PathTree.Methods methods, List<String> values) {
    Route route = methods.routes().get(method);
    if (route != null) {
      return new Match.Found(route, path, route.named(values));
    }
    var allowed = new TreeSet<>(methods.routes().keySet());
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    String allow = String.join(", ", allowed);
    String message = "This resource answers " + allow + " only.";
    return none(path, new SafelightException(ErrorCode.METHOD_NOT_ALLOWED, message), allow);
  }

  private Match none(String path, SafelightException error, @Nullable String allow) {
    return new Match.None(path, error, allow, errors(path));
  }

  /** What renders the errors of paths that have no route. */
  ErrorRenderer errors(String path) {
    String longest = "";
    ErrorRenderer errors = Router::renderPlain;
    for (var fallback : fallbacks.entrySet()) {
      String prefix = fallback.getKey();
      if (path.startsWith(prefix) && prefix.length() >= longest.length()) {
        longest = prefix;
        errors = fallback.getValue();
      }
    }
    return errors;
  }

  private static Response renderPlain(SafelightException error, Exchange exchange) {
    byte[] text = (error.publicMessage() + "\n").getBytes(StandardCharsets.UTF_8);
    return Response.of(error.code().status(), "text/plain;charset=utf-8", text);
  }
}
