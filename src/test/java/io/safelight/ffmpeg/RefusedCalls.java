package io.safelight.ffmpeg;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The system calls that no run of ffmpeg may make. */
public final class RefusedCalls {
  private RefusedCalls() {}

  /** Their numbers on the processor of this machine, by their names in lower case, in alphabetical order. */
  public static Map<String, Integer> ofThisMachine() {
    Architecture architecture = Architecture.ofThisMachine().orElseThrow();
    Map<String, Integer> numbers = new TreeMap<>();
    for (SystemCall call : SeccompFilter.refused()) {
      OptionalInt number = call.number(architecture);
      if (number.isPresent()) {
        numbers.put(call.name().toLowerCase(Locale.ROOT), number.getAsInt());
      }
    }
    return numbers;
  }
}
