package io.safelight;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which packages of Safelight use which, by their names below {@code io.safelight}; that package itself, which builds the others,
 * keeps its name.
 */
record PackageGraph(SortedMap<String, Set<String>> uses) {
  private static final String ROOT = "io.safelight";

  static PackageGraph of(JavaClasses classes) {
    var uses = new TreeMap<String, Set<String>>();
    for (JavaClass user : classes) {
      Set<String> used = uses.computeIfAbsent(name(user.getPackageName()), _ -> new TreeSet<>());
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (target.startsWith(ROOT) && !target.equals(user.getPackageName())) {
          used.add(name(target));
        }
      }
    }
    return new PackageGraph(uses);
  }

  /**
   * What a picture needs to show: without the package that builds the others, and without each arrow that only shortens a way along
   * other arrows. Packages that no arrow leaves are left out.
   */
  SortedMap<String, Set<String>> picture() {
    var arrows = new TreeMap<String, Set<String>>();
    uses.forEach(
        (user, used) -> {
          var direct = new TreeSet<>(used);
          direct.remove(ROOT);
          direct.removeIf(target -> direct.stream().anyMatch(other -> reachedFrom(other).contains(target)));
          if (!user.equals(ROOT) && !direct.isEmpty()) {
            arrows.put(user, direct);
          }
        });
    return arrows;
  }

  private Set<String> reachedFrom(String start) {
    var reached = new HashSet<String>();
    collect(start, reached);
    return reached;
  }

  private void collect(String from, Set<String> reached) {
    for (String next : uses.getOrDefault(from, Set.of())) {
      if (!next.equals(ROOT) && reached.add(next)) {
        collect(next, reached);
      }
    }
  }

  private static String name(String javaPackage) {
    return javaPackage.equals(ROOT) ? ROOT : javaPackage.substring(ROOT.length() + 1).replace('.', '/');
  }
}
