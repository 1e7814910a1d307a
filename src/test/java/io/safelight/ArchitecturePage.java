package io.safelight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What ARCHITECTURE.md says of the packages, by their names below {@code io.safelight}, such as {@code api/v1}. */
record ArchitecturePage(String text) {
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9/.]+)` \\|.*\\|([^|]*)\\|$", Pattern.MULTILINE);
  private static final Pattern PICTURE = Pattern.compile("```mermaid\n(flowchart .*?)```", Pattern.DOTALL);
  private static final Pattern NODE = Pattern.compile("^ *(\\w+)\\[\"(.+)\"]$", Pattern.MULTILINE);
  private static final Pattern ARROWS = Pattern.compile("^ *([\\w &]+) --> ([\\w &]+)$", Pattern.MULTILINE);

  static ArchitecturePage read() throws IOException {
    return new ArchitecturePage(Files.readString(Path.of("ARCHITECTURE.md")));
  }

  /** Each package of the table, with what its last column says that it uses. */
  SortedMap<String, Set<String>> table() {
    return ROW.matcher(text)
        .results()
        .collect(Collectors.toMap(row -> row.group(1), row -> names(row.group(2), ","), (a, _) -> a, TreeMap::new));
  }

  /** Each package that an arrow of the picture leaves, with those where its arrows end. */
  SortedMap<String, Set<String>> arrows() {
    Matcher picture = PICTURE.matcher(text);
    if (!picture.find()) {
      throw new IllegalStateException("there is no picture of the packages");
    }
    String drawing = picture.group(1);
    Map<String, String> labels = new HashMap<>();
    NODE.matcher(drawing).results().forEach(node -> labels.put(node.group(1), node.group(2)));
    var arrows = new TreeMap<String, Set<String>>();
    ARROWS.matcher(drawing)
        .results()
        .forEach(
            line -> {
              for (String from : names(line.group(1), "&")) {
                for (String to : names(line.group(2), "&")) {
                  arrows.computeIfAbsent(labels.getOrDefault(from, from), _ -> new TreeSet<>())
                      .add(labels.getOrDefault(to, to));
                }
              }
            });
    return arrows;
  }

  private static Set<String> names(String list, String separator) {
    return Arrays.stream(list.split(separator))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
