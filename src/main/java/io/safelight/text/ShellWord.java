package io.safelight.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words of a line that a person pastes into a POSIX shell (POSIX.1-2017, Shell Command Language, 2.2 and 2.6.3). */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:,+-][A-Za-z0-9_./:=,+-]*");

  private ShellWord() {}

  /**
   * The word as the shell reads it as itself, whatever it holds, in one line that a log and a terminal show as it is. Ends of lines at
   * the end of a word are lost, as no shell has a notation for them in one line that all others understand.
   */
  public static String quote(String word) {
    if (PLAIN.matcher(word).matches()) {
      return word;
    }
    if (word.chars().noneMatch(OneLine::isHidden)) {
      return "'" + word.replace("'", "'\\''") + "'";
    }
    var octal = new StringBuilder();
    word.codePoints().forEach(character -> append(octal, character));
    return String.format(Locale.ROOT, "\"$(printf %%b '%s')\"", octal);
  }

  /** The words, one behind the other. */
  public static String quote(List<String> words) {
    return words.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
  }

  /** A character for {@code printf}, which is itself only where nothing reads anything else into it. */
  private static void append(StringBuilder octal, int character) {
    String text = Character.toString(character);
    if (PLAIN.matcher(text).matches()) {
      octal.append(text);
      return;
    }
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      octal.append(String.format(Locale.ROOT, "\\0%03o", each & 0xff));
    }
  }
}
