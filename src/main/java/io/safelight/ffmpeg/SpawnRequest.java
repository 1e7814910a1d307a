package io.safelight.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param program absolute path of the executable
 * @param arguments without the name of the program
 * @param environment all variables that the process gets
 * @param folder its working directory, and where it is confined all that it can write to
 * @param input what becomes descriptor 0; may be {@link #NO_INPUT}
 * @param confinement what keeps it from anything else
 * @param priority whom it gives way to
 */
record SpawnRequest(
    Path program,
    List<String> arguments,
    Map<String, String> environment,
    Path folder,
    RunInput input,
    Confinement confinement,
    Priority priority) {
  /** Nothing to read. */
  static final RunInput NO_INPUT = RunInput.of(Path.of("/dev/null"));

  SpawnRequest {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** A process that gives way to the server alone. */
  SpawnRequest(
      Path program,
      List<String> arguments,
      Map<String, String> environment,
      Path folder,
      RunInput input,
      Confinement confinement) {
    this(program, arguments, environment, folder, input, confinement, Priority.BACKGROUND);
  }

  SpawnRequest with(Priority other) {
    return new SpawnRequest(program, arguments, environment, folder, input, confinement, other);
  }
}
