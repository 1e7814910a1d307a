package io.safelight.processing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.safelight.media.VariantRole;
import io.safelight.processing.SubtitleTrack.Cue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a player shows beside its timeline: small pictures of equal parts of a video in one JPEG, and a WebVTT file that says which
 * part is where, as a fragment of the JPEG's address (W3C Media Fragments URI 1.0, section 4.2.2).
 *
 * @param tile size of one picture
 * @param tiles how many there are; they fill the JPEG in rows, from the upper left
 * @param duration of the video
 */
record Storyboard(FrameSize tile, int tiles, Duration duration) {
  private static final String SPRITE = "storyboard.jpg";
  private static final String INDEX = "storyboard.vtt";

  /** Nobody can point to more places of a timeline, and ten hours of video have no larger storyboard than ten minutes. */
  private static final int MAX_TILES = 100;

  private static final int TILE_SIDE = 160;

  /**
   * The storyboard of a video.
   *
   * @param video size of its picture, upright
   * @param interval least time between two pictures
   */
  static Storyboard of(FrameSize video, Duration duration, Duration interval) {
    long millis = Math.max(1, duration.toMillis());
    int tiles = Math.clamp(Math.ceilDiv(millis, interval.toMillis()), 1, MAX_TILES);
    return new Storyboard(video.within(TILE_SIDE), tiles, Duration.ofMillis(millis));
  }

  /** Of the whole JPEG. */
  FrameSize size() {
    return new FrameSize(columns() * tile.width(), rows() * tile.height());
  }

  /** How much of the video one picture stands for. */
  Duration interval() {
    return duration.dividedBy(tiles);
  }

  /**
   * The filters that make the JPEG's picture of a video. Of each part they take the frame that is shown in its middle, so that no
   * place of the timeline is further than half a part from its picture.
   *
   * @param colors filters that make BT.709 of the video's colours
   */
  String filters(List<String> colors) {
    List<String> filters = new ArrayList<>();
    filters.add(
        String.format(
            Locale.ROOT, "fps=fps=%d/%d:start_time=0:round=near:eof_action=pass", tiles * 1000L, duration.toMillis()));
    filters.addAll(PictureEncoder.scale(tile, colors));
    filters.add(ColorFilters.bt709ToJpeg());
    // A picture may end before its sound does: its last frame stays on the screen.
    filters.add("tpad=stop_mode=clone:stop=" + tiles);
    filters.add(String.format(Locale.ROOT, "tile=layout=%dx%d:nb_frames=%d", columns(), rows(), tiles));
    return String.join(",", filters);
  }

  /** The options of the output that takes what {@link #filters} make. */
  static List<String> output() {
    List<String> options = new ArrayList<>(List.of("-frames:v", "1", "-update", "1", "-q:v", "5", "-flags:v", "+bitexact"));
    options.addAll(VideoSettings.anonymous());
    options.addAll(List.of("-f", "image2", SPRITE));
    return options;
  }

  /**
   * Writes the WebVTT file, and lists it with the JPEG.
   *
   * @param folder where the JPEG is
   * @throws AttemptException when it is not there
   */
  List<Output> write(Path folder) throws AttemptException, IOException {
    Path sprite = folder.resolve(SPRITE);
    if (!Files.exists(sprite)) {
      throw AttemptException.fault(SPRITE + " was not made");
    }
    // Never through a link that a process of the job has left there.
    Path index = Files.write(folder.resolve(INDEX), toWebVtt().getBytes(US_ASCII), CREATE_NEW, WRITE);
    return List.of(
        new Output(index, INDEX, "text/vtt", tile.width(), tile.height(), 0, VariantRole.STORYBOARD),
        new Output(sprite, SPRITE, "image/jpeg", size().width(), size().height(), 0, VariantRole.PART));
  }

  /** One cue for each picture, one after the other, to the end of the video. */
  String toWebVtt() {
    return new SubtitleTrack(IntStream.range(0, tiles).mapToObj(this::cue).toList()).toWebVtt();
  }

  private Cue cue(int number) {
    int x = number % columns() * tile.width();
    int y = number / columns() * tile.height();
    String fragment = String.format(Locale.ROOT, "%s#xywh=%d,%d,%d,%d", SPRITE, x, y, tile.width(), tile.height());
    return new Cue(start(number), start(number + 1), "", List.of(fragment));
  }

  private Duration start(int number) {
    return Duration.ofMillis(duration.toMillis() * number / tiles);
  }

  private int columns() {
    return (int) Math.ceil(Math.sqrt(tiles));
  }

  private int rows() {
    return Math.ceilDiv(tiles, columns());
  }
}
