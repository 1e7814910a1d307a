package io.safelight.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Reads what ffmpeg writes for {@code -progress}: lines {@code key=value}, blocks of which end with the key {@code progress}.
 * Values may be {@code N/A}. Times and frames that go backwards are held at the largest so far. Not thread-safe.
 */
final class ProgressParser implements Consumer<byte[]> {
  /** Lines are short; one that is not is no progress, and is not collected. */
  private static final int MAX_LINE = 256;

  private final ProgressListener listener;
  private final StringBuilder line = new StringBuilder();
  private long outTimeMicros;
  private long frames;
  private long bytes;

  ProgressParser(ProgressListener listener) {
    this.listener = listener;
  }

  @Override
  public void accept(byte[] bytes) {
    for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
      if (c == '\n') {
        read(line.toString());
        line.setLength(0);
      } else if (line.length() < MAX_LINE) {
        line.append(c);
      }
    }
  }

  /** Grows whenever more was written than ever before. */
  long written() {
    return outTimeMicros + frames + bytes;
  }

  private void read(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      return;
    }
    String value = text.substring(equals + 1).strip();
    switch (text.substring(0, equals)) {
      case "out_time_us" -> outTimeMicros = Math.max(outTimeMicros, number(value));
      case "frame" -> frames = Math.max(frames, number(value));
      case "total_size" -> bytes = Math.max(bytes, number(value));
      case "progress" -> listener.progress(Duration.of(outTimeMicros, ChronoUnit.MICROS), frames);
      default -> {}
    }
  }

  private static long number(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
