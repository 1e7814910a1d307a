package io.safelight.processing;

import io.safelight.media.MediaId;
import io.safelight.text.ShellWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that writes an uploaded file into a folder, as a person pastes it into a shell of this machine.
 *
 * @param program the words that start Safelight
 * @param data the folder of the server's data
 */
public record SourceCommand(List<String> program, Path data) {
  public SourceCommand {
    program = List.copyOf(program);
    data = data.toAbsolutePath().normalize();
  }

  /** Writes it as a file of this name into the folder where the shell is. */
  String shell(MediaId id, String file) {
    List<String> words = new ArrayList<>(program);
    words.addAll(List.of("media", "source", id.toString(), "--out", file, "--data", data.toString()));
    return ShellWord.quote(words);
  }
}
