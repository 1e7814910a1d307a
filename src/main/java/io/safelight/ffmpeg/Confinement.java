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
 * @param limits what it may use; empty for what the server may
 */
record Confinement(
    Optional<ConfinedUser> user, int landlock, List<Path> readable, boolean seccomp, Optional<ResourceLimits> limits) {
  /** For programs that read nothing foreign. */
  static final Confinement NONE = new Confinement(Optional.empty(), 0, List.of(), false, Optional.empty());

  Confinement {
    readable = List.copyOf(readable);
  }

  /** Whether the thread that starts the process has to be restricted first. */
  boolean restrictsThread() {
    return user.isPresent() || landlock > 0 || seccomp;
  }
}
