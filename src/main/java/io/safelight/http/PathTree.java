package io.safelight.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of all routes as a tree of path elements. In each element a literal wins over a variable with a suffix,
 * that over one with a shorter suffix, and that over a bare one.
 */
final class PathTree {
  private final Node root = new Node();

  /** The routes of one pattern by method. */
  record Methods(Map<String, Route> routes) {}

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final List<Variable> variables = new ArrayList<>();
    @Nullable Methods methods;
  }

  private record Variable(String suffix, Node next) {}

  /** The methods of a pattern, which are empty when the pattern is new. */
  Methods add(String pattern) {
    if (!pattern.startsWith("/")) {
      throw new IllegalStateException("the pattern " + pattern + " does not begin with a slash");
    }
    Node node = root;
    for (String element : pattern.substring(1).split("/", -1)) {
      node =
          element.startsWith("{")
              ? variable(node, element)
              : node.literals.computeIfAbsent(element, _ -> new Node());
    }
    Methods methods = node.methods;
    if (methods == null) {
      methods = new Methods(new HashMap<>());
      node.methods = methods;
    }
    return methods;
  }

  private static Node variable(Node node, String element) {
    String suffix = element.substring(element.indexOf('}') + 1);
    for (Variable variable : node.variables) {
      if (variable.suffix().equals(suffix)) {
        return variable.next();
      }
    }
    var variable = new Variable(suffix, new Node());
    node.variables.add(variable);
    node.variables.sort(Comparator.comparingInt((Variable v) -> v.suffix().length()).reversed());
    return variable.next();
  }

  /** The names of the variables of a pattern in their order. */
  static List<String> variables(String pattern) {
    var names = new ArrayList<String>();
    for (String element : pattern.split("/", -1)) {
      if (element.startsWith("{")) {
        int end = element.indexOf('}');
        if (end < 2) {
          throw new IllegalStateException("the variable " + element + " has no name or no end");
        }
        names.add(element.substring(1, end));
      }
    }
    return List.copyOf(names);
  }

  /** The methods of the best pattern; adds the values of its variables to the list, in their order. */
  @Nullable Methods find(String[] segments, List<String> values) {
    return find(root, segments, 0, values);
  }

  private static @Nullable Methods find(Node node, String[] segments, int depth, List<String> values) {
    if (depth == segments.length) {
      return node.methods;
    }
    String segment = segments[depth];
    Node literal = node.literals.get(segment);
    Methods methods = literal == null ? null : find(literal, segments, depth + 1, values);
    if (methods != null) {
      return methods;
    }
    for (Variable variable : node.variables) {
      int length = segment.length() - variable.suffix().length();
      if (length > 0 && segment.endsWith(variable.suffix())) {
        values.addLast(segment.substring(0, length));
        methods = find(variable.next(), segments, depth + 1, values);
        if (methods != null) {
          return methods;
        }
        values.removeLast();
      }
    }
    return null;
  }
}
