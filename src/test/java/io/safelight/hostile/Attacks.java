package io.safelight.hostile;

import static io.safelight.media.FailureReason.CORRUPT;
import static io.safelight.media.FailureReason.DIMENSIONS_TOO_LARGE;
import static io.safelight.media.FailureReason.DURATION_TOO_SHORT;
import static io.safelight.media.FailureReason.FRAME_RATE_TOO_HIGH;
import static io.safelight.media.FailureReason.NO_VIDEO_STREAM;
import static io.safelight.media.FailureReason.TOO_DEMANDING;
import static io.safelight.media.FailureReason.TOO_MANY_FRAMES;
import static io.safelight.media.FailureReason.TOO_MANY_PIXELS;
import static io.safelight.media.FailureReason.TRUNCATED;
import static io.safelight.media.FailureReason.UNREADABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.safelight.media.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All hostile files. */
public final class Attacks {
  private static final String VIDEO = "tweet_video";
  private static final String GIF = "tweet_gif";
  private static final String IMAGE = "tweet_image";

  private static final Map<String, Function<String, String>> PLAYLISTS =
      Map.of("HLS", HostilePlaylists::hls, "DASH", HostilePlaylists::dash, "ffconcat", HostilePlaylists::concat);

  private Attacks() {}

  /**
   * Files that no server may take.
   *
   * @param targets what playlists name, by what that is: files and addresses that nobody may open
   */
  public static List<Attack> refused(Map<String, String> targets) {
    return Stream.of(playlists(targets), references(targets), movies(), images()).flatMap(List::stream).toList();
  }

  /** A video that is whole, and whose subtitles are a playlist; the video is taken, and nothing is made of its subtitles. */
  public static byte[] videoWithPlaylistAsSubtitles(String target) {
    return HostilePlaylists.aviWithPlaylistAsSubtitles(target);
  }

  private static List<Attack> playlists(Map<String, String> targets) {
    List<Attack> attacks = new ArrayList<>();
    for (String category : List.of(VIDEO, GIF, IMAGE)) {
      PLAYLISTS.forEach(
          (format, writer) ->
              targets.forEach(
                  (kind, target) ->
                      attacks.add(
                          attack(
                              "%s playlist of %s as %s".formatted(format, kind, category),
                              category,
                              () -> writer.apply(target).getBytes(UTF_8),
                              UNREADABLE))));
      attacks.add(
          attack("session description as " + category, category, () -> HostilePlaylists.SESSION.getBytes(UTF_8), UNREADABLE));
    }
    return attacks;
  }

  private static List<Attack> references(Map<String, String> targets) {
    List<Attack> attacks = new ArrayList<>();
    targets.forEach((kind, target) -> {
      attacks.add(
          attack("a film that lies in " + kind, VIDEO, () -> HostileMp4.contentElsewhere(target), CORRUPT, TRUNCATED, UNREADABLE));
      String path = target.replaceFirst("^file://", "");
      attacks.add(attack("an alias of " + kind, VIDEO, () -> HostileMp4.contentOfAlias(path), CORRUPT, TRUNCATED, UNREADABLE));
    });
    return attacks;
  }

  private static List<Attack> movies() {
    return List.of(
        attack("a box of exabytes", VIDEO, HostileMp4::boxOfExabytes, TRUNCATED),
        attack("a box smaller than its header", VIDEO, HostileMp4::boxSmallerThanItsHeader, TRUNCATED),
        attack("a hundred thousand boxes in boxes", VIDEO, HostileMp4::boxesInBoxes, NO_VIDEO_STREAM, UNREADABLE),
        attack("two thousand million sizes", VIDEO, () -> HostileMp4.tableOfBillions("stsz"), UNREADABLE, TOO_DEMANDING),
        attack("two thousand million times", VIDEO, () -> HostileMp4.tableOfBillions("stts"), UNREADABLE, TOO_DEMANDING),
        attack("two thousand million runs of chunks", VIDEO, () -> HostileMp4.tableOfBillions("stsc"), UNREADABLE, TOO_DEMANDING),
        attack("two thousand million key frames", VIDEO, () -> HostileMp4.tableOfBillions("stss"), UNREADABLE, TOO_DEMANDING),
        attack("five hundred million samples of a byte", VIDEO, HostileMp4::billionsOfSamples, FRAME_RATE_TOO_HIGH),
        attack("ten thousand tracks", VIDEO, HostileMp4::tenThousandTracks, UNREADABLE, TOO_DEMANDING),
        attack("fragments without end", VIDEO, HostileMp4::endlessFragments, DURATION_TOO_SHORT),
        attack("frames of no duration", VIDEO, HostileMp4::zeroDurations, DURATION_TOO_SHORT),
        attack("frames of negative duration", VIDEO, HostileMp4::negativeDurations, DURATION_TOO_SHORT));
  }

  private static List<Attack> images() {
    return List.of(
        attack("a PNG bomb", IMAGE, HostileImages::pngBomb, TOO_MANY_PIXELS),
        attack("a PNG of two headers", IMAGE, HostileImages::pngOfTwoHeaders, TOO_MANY_PIXELS),
        attack("a PNG whose text is a bomb", IMAGE, HostileImages::pngWithTextBomb, TOO_DEMANDING),
        attack("a PNG whose translated text is a bomb", IMAGE, HostileImages::pngWithTranslatedTextBomb, TOO_DEMANDING),
        attack("a PNG whose profile is a bomb", IMAGE, HostileImages::pngWithProfileBomb, TOO_DEMANDING),
        attack("a GIF bomb", GIF, HostileImages::gifBomb, DIMENSIONS_TOO_LARGE),
        attack("a GIF of frames beyond its screen", GIF, HostileImages::gifOfFramesBeyondItsScreen, CORRUPT),
        attack("a GIF of frames without end", GIF, HostileImages::gifOfFramesWithoutEnd, TOO_MANY_FRAMES),
        attack("a WebP bomb", IMAGE, HostileImages::webpBomb, TOO_MANY_PIXELS),
        attack("a WebP larger than its canvas", IMAGE, HostileImages::webpLargerThanItsCanvas, CORRUPT));
  }

  private static Attack attack(String name, String category, Supplier<byte[]> file, FailureReason... reasons) {
    return new Attack(name, category, file, Set.of(reasons));
  }
}
