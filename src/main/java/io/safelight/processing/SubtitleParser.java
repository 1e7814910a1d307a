package io.safelight.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safelight.media.FailureReason;
import io.safelight.media.MediaError;
import io.safelight.processing.SubtitleTrack.Cue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads SubRip and WebVTT (W3C WebVTT, section 4), which differ little: blocks of lines, each with a line of times.
 * Strict where a player would show something else than its author meant, and every error names its line.
 */
final class SubtitleParser {
  private static final int MAX_CUES = 10_000;
  private static final int MAX_LINES_OF_CUE = 50;
  private static final String VTT_SIGNATURE = "WEBVTT";
  private static final String ARROW = "-->";
  private static final Pattern TIMES =
      Pattern.compile(
          "\\s*(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{2})[,.](\\d{3})\\s+-->\\s+"
              + "(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{2})[,.](\\d{3})(\\s.*)?");
  private static final Pattern VTT_BLOCK_WITHOUT_CUE = Pattern.compile("(NOTE|STYLE|REGION)(\\s.*)?");

  private final List<String> lines;
  private final boolean webVtt;
  private final List<Cue> cues = new ArrayList<>();
  private int next;

  private SubtitleParser(List<String> lines) {
    this.lines = lines;
    this.webVtt = lines.getFirst().startsWith(VTT_SIGNATURE);
  }

  /** Whether text that was parsed without an error is WebVTT rather than SubRip. */
  static boolean isWebVtt(byte[] file) {
    return new String(file, 0, Math.min(file.length, 16), UTF_8).replace("\uFEFF", "").startsWith(VTT_SIGNATURE);
  }

  /**
   * Reads a file, in UTF-8 with or without a byte order mark.
   *
   * @throws AttemptException with {@link FailureReason#INVALID_SUBTITLES}, the line as its property
   */
  static SubtitleTrack parse(byte[] file) throws AttemptException {
    String text = decode(file);
    List<String> lines = text.replace("\uFEFF", "").replace("\r\n", "\n").replace('\r', '\n').lines().toList();
    return new SubtitleParser(lines.isEmpty() ? List.of("") : lines).track();
  }

  private SubtitleTrack track() throws AttemptException {
    if (webVtt) {
      skipBlock();
    }
    while (next < lines.size()) {
      if (lines.get(next).isBlank()) {
        next++;
      } else if (webVtt && VTT_BLOCK_WITHOUT_CUE.matcher(lines.get(next)).matches()) {
        skipBlock();
      } else {
        cues.add(cue());
      }
    }
    if (cues.isEmpty()) {
      throw invalid(1, "there is no cue in the file; subtitles must be SubRip (SRT) or WebVTT");
    }
    return new SubtitleTrack(cues);
  }

  private Cue cue() throws AttemptException {
    if (cues.size() == MAX_CUES) {
      throw invalid(next + 1, "there are more than " + MAX_CUES + " cues");
    }
    // SubRip numbers its cues and WebVTT may name them; players look at neither.
    if (!lines.get(next).contains(ARROW) && next + 1 < lines.size() && lines.get(next + 1).contains(ARROW)) {
      next++;
    }
    int line = next + 1;
    Matcher times = TIMES.matcher(lines.get(next++));
    if (!times.matches()) {
      throw invalid(line, "expected times such as 00:00:01,000 --> 00:00:03,500");
    }
    Duration start = time(times, 1, line);
    Duration end = time(times, 5, line);
    if (end.compareTo(start) <= 0) {
      throw invalid(line, "the cue ends before it starts");
    }
    if (!cues.isEmpty() && start.compareTo(cues.getLast().start()) < 0) {
      throw invalid(line, "the cue starts before the one above it");
    }
    List<String> text = new ArrayList<>();
    while (next < lines.size() && !lines.get(next).isBlank()) {
      if (lines.get(next).contains(ARROW)) {
        throw invalid(next + 1, "a blank line is missing before this cue");
      }
      if (text.size() == MAX_LINES_OF_CUE) {
        throw invalid(next + 1, "the cue has more than " + MAX_LINES_OF_CUE + " lines");
      }
      text.add(CueText.toWebVtt(lines.get(next++)));
    }
    return new Cue(start, end, webVtt ? CueText.settings(times.group(9)) : "", text);
  }

  private void skipBlock() {
    while (next < lines.size() && !lines.get(next).isBlank()) {
      next++;
    }
  }

  private static Duration time(Matcher times, int group, int line) throws AttemptException {
    @Nullable String hours = times.group(group);
    int minutes = Integer.parseInt(times.group(group + 1));
    int seconds = Integer.parseInt(times.group(group + 2));
    if (minutes > 59 || seconds > 59) {
      throw invalid(line, "minutes and seconds go up to 59");
    }
    return Duration.ofHours(hours == null ? 0 : Integer.parseInt(hours))
        .plusMinutes(minutes)
        .plusSeconds(seconds)
        .plusMillis(Integer.parseInt(times.group(group + 3)));
  }

  private static String decode(byte[] file) throws AttemptException {
    CharsetDecoder decoder =
        UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(file);
    CharBuffer out = CharBuffer.allocate(file.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    int zero = text.indexOf('\0');
    if (result.isError() || zero >= 0) {
      String before = zero >= 0 ? text.substring(0, zero) : text;
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      throw invalid(line, "this is not UTF-8 text; save the file in UTF-8");
    }
    return text;
  }

  private static AttemptException invalid(int line, String problem) {
    return AttemptException.rejected(
        new MediaError(
            FailureReason.INVALID_SUBTITLES,
            String.format(Locale.ROOT, "file is invalid. Line %d of the subtitles: %s.", line, problem),
            "line",
            null,
            Integer.toString(line)));
  }
}
