package io.safelight.processing;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A valid subtitle file. */
record SubtitleTrack(List<Cue> cues) {
  SubtitleTrack {
    cues = List.copyOf(cues);
  }

  /**
   * A text and when it is shown.
   *
   * @param settings position and alignment in WebVTT's notation; may be empty
   * @param lines in WebVTT's notation, escaped
   */
  record Cue(Duration start, Duration end, String settings, List<String> lines) {
    Cue {
      lines = List.copyOf(lines);
    }
  }

  /** The track as a WebVTT file. */
  String toWebVtt() {
    return toWebVtt("");
  }

  /**
   * The track as a WebVTT file that is also a segment of HLS. Its header says how it is timed (RFC 8216 section 3.5): from the
   * beginning of the video, whose timestamps begin at zero. Nobody else looks at that.
   */
  String toSegment() {
    return toWebVtt("X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n");
  }

  private String toWebVtt(String header) {
    StringBuilder text = new StringBuilder("WEBVTT\n").append(header);
    for (Cue cue : cues) {
      text.append('\n').append(time(cue.start())).append(" --> ").append(time(cue.end()));
      if (!cue.settings().isEmpty()) {
        text.append(' ').append(cue.settings());
      }
      text.append('\n');
      cue.lines().forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  private static String time(Duration time) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        time.toHours(), time.toMinutesPart(), time.toSecondsPart(), time.toMillisPart());
  }
}
