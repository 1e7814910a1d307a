package io.safelight.ffmpeg;

import io.safelight.text.ShellWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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

  /**
   * A line for a POSIX shell that starts the program in the folder where the shell is, with the same arguments, variables and
   * limits, but neither confined nor in the background.
   *
   * @param input name of the file in that folder that becomes descriptor 0
   */
  String shell(String input) {
    List<String> command = Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    List<String> words = new ArrayList<>(List.of("env", "-i"));
    new TreeMap<>(environment).forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(confinement.limits().map(limits -> limits.around(command)).orElse(command));
    return ShellWord.quote(words) + " < " + ShellWord.quote(input);
  }

  SpawnRequest with(Priority other) {
    return new SpawnRequest(program, arguments, environment, folder, input, confinement, other);
  }
}
