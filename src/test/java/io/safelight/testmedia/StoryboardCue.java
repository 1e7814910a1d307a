package io.safelight.testmedia;

import java.awt.Rectangle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cue of a storyboard as players read it.
 *
 * @param file what stands before the fragment
 * @param place of the picture in that file
 */
public record StoryboardCue(Duration start, Duration end, String file, Rectangle place) {
  private static final Pattern CUE =
      Pattern.compile("(\\d\\d):(\\d\\d):(\\d\\d\\.\\d{3}) --> (\\d\\d):(\\d\\d):(\\d\\d\\.\\d{3})\n(.+)#xywh=(\\d+),(\\d+),(\\d+),(\\d+)");

  /** All cues; everything in the file has to be part of one. */
  public static List<StoryboardCue> parse(String vtt) {
    String[] blocks = vtt.strip().split("\n\n", -1);
    if (!blocks[0].equals("WEBVTT")) {
      throw new AssertionError(vtt);
    }
    List<StoryboardCue> cues = new ArrayList<>();
    for (int i = 1; i < blocks.length; i++) {
      Matcher cue = CUE.matcher(blocks[i]);
      if (!cue.matches()) {
        throw new AssertionError(blocks[i]);
      }
      cues.add(
          new StoryboardCue(
              time(cue, 1),
              time(cue, 4),
              cue.group(7),
              new Rectangle(number(cue, 8), number(cue, 9), number(cue, 10), number(cue, 11))));
    }
    return cues;
  }

  private static int number(Matcher cue, int group) {
    return Integer.parseInt(cue.group(group));
  }

  private static Duration time(Matcher cue, int group) {
    return Duration.parse("PT" + cue.group(group) + "H" + cue.group(group + 1) + "M" + cue.group(group + 2) + "S");
  }
}
