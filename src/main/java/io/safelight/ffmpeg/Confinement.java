package io.safelight.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a process is confined by.
 *
 * @param user whom it runs as; empty for the server's own user
 * @param landlock version of the rules for files; 0 for none
 * @param readable what the rules let it read and run, beside the folder of the job that it may read and write
 * @param seccomp whether system calls are filtered
 * @param oneProcess whether the filter also keeps it from starting processes
 * @param limits what it may use; empty for what the server may
 * @param bubblewrap starts it in namespaces of its own; then there are no rules, and no other user
 */
record Confinement(
    Optional<ConfinedUser> user,
    int landlock,
    List<Path> readable,
    boolean seccomp,
    boolean oneProcess,
    Optional<ResourceLimits> limits,
    Optional<Bubblewrap> bubblewrap) {
  /** For programs that read nothing foreign. */
  static final Confinement NONE =
      new Confinement(Optional.empty(), 0, List.of(), false, false, Optional.empty(), Optional.empty());

  Confinement {
    readable = List.copyOf(readable);
  }

  /** Whether it may start processes, which have then to be looked for. */
  boolean allowsProcesses() {
    return !seccomp || (!oneProcess && bubblewrap.isEmpty());
  }

  /** Whether the process may not gain rights by what it starts, which also tells it from others; see {@link ProcessRights}. */
  boolean forbidsNewRights() {
    // bwrap sees to that itself, and may need rights that come with its file.
    return bubblewrap.isEmpty() && (user.isPresent() || landlock > 0 || seccomp || limits.isPresent());
  }
}
