package io.safelight.ffmpeg;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code bwrap}, which gives a program namespaces of its own: a file system of what it is handed, no network, and no sight of
 * other processes. It needs to be installed, and a kernel or container that lets it.
 *
 * @param program absolute path of the executable
 */
record Bubblewrap(Path program) {
  /** {@code bwrap} ends as its program did; where that was by a signal, with 128 and the number of it. */
  private static final int SIGNALLED = 128;

  /** Where it is installed. */
  static Optional<Bubblewrap> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, "bwrap"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Bubblewrap::new);
  }

  /**
   * A command in namespaces of its own.
   *
   * @param folder that it may write, and begins in
   * @param readable what it sees beside it; what is not there is left out
   * @param filter descriptor to read the filter of system calls from; empty for none
   */
  List<String> around(List<String> command, Path folder, List<Path> readable, Optional<Integer> filter) {
    List<String> all = new ArrayList<>(List.of(program.toString(), "--unshare-all", "--cap-drop", "ALL"));
    for (Path path : readable) {
      if (Files.exists(path)) {
        all.addAll(List.of("--ro-bind", path.toString(), path.toString()));
      }
    }
    all.addAll(List.of("--bind", folder.toString(), folder.toString(), "--chdir", folder.toString()));
    // What holds the mounts is memory that no limit counts.
    all.addAll(List.of("--remount-ro", "/"));
    filter.ifPresent(descriptor -> all.addAll(List.of("--seccomp", Integer.toString(descriptor))));
    all.add("--");
    all.addAll(command);
    return all;
  }

  /** The end of the program, told from the end of {@code bwrap}. */
  static LibC.Reaped seenThrough(LibC.Reaped end) {
    int signal = end.exitCode() - SIGNALLED;
    // Other numbers above 128 are errors of ffmpeg, among them that of a full quota, which looks like SIGABRT.
    boolean signalled = end.exited() && OutcomeClassifier.isCrash(signal) && end.exitCode() != OutcomeClassifier.QUOTA;
    return signalled ? new LibC.Reaped(signal, end.cpu()) : end;
  }
}
