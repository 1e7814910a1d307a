package io.safelight.processing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.safelight.media.VariantRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A video as HLS plays it: sizes to choose from, and the sound for all of them (RFC 8216 section 4.3.4).
 *
 * @param pictures at least one; players begin with the first
 * @param frameRate frames per second; 0 when unknown
 */
record HlsPresentation(List<Picture> pictures, Optional<HlsRendition> sound, double frameRate) {
  static final String MASTER = "master.m3u8";
  static final String PLAYLIST_TYPE = "application/x-mpegURL";
  private static final String SOUND_GROUP = "sound";

  HlsPresentation {
    pictures = List.copyOf(pictures);
  }

  /** A size to choose from. */
  record Picture(FrameSize size, HlsRendition rendition) {}

  /** Whether a player can change between any two sizes at every segment. */
  boolean isAligned() {
    HlsRendition first = pictures.getFirst().rendition();
    return pictures.stream().allMatch(picture -> first.isAlignedWith(picture.rendition()));
  }

  /**
   * Writes the playlists, and lists them with the files that they name.
   *
   * @param folder where those files are, and where the playlists are written
   */
  List<Output> write(Path folder) throws IOException {
    FrameSize largest =
        pictures.stream().map(Picture::size).max((a, b) -> Long.compare(a.pixels(), b.pixels())).orElseThrow();
    List<Output> outputs = new ArrayList<>();
    outputs.add(
        new Output(
            write(folder, MASTER, master()), MASTER, PLAYLIST_TYPE, largest.width(), largest.height(), 0,
            VariantRole.PLAYLIST));
    long target = targetDuration();
    for (Picture picture : pictures) {
      outputs.addAll(rendition(folder, picture.rendition(), target, "video/mp4", picture.size()));
    }
    if (sound.isPresent()) {
      outputs.addAll(rendition(folder, sound.get(), target, "audio/mp4", new FrameSize(0, 0)));
    }
    return outputs;
  }

  /** The master playlist. */
  String master() {
    StringBuilder master = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    sound.ifPresent(
        rendition ->
            master.append(
                String.format(
                    Locale.ROOT,
                    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"Sound\",DEFAULT=YES,AUTOSELECT=YES,URI=\"%s\"\n",
                    SOUND_GROUP, playlistName(rendition))));
    pictures.forEach(picture -> master.append(stream(picture)));
    return master.toString();
  }

  private String stream(Picture picture) {
    HlsRendition rendition = picture.rendition();
    List<HlsRendition> together = Stream.concat(Stream.of(rendition), sound.stream()).toList();
    String codecs = String.join(",", together.stream().map(HlsRendition::codec).toList());
    StringBuilder stream =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\",RESOLUTION=%dx%d",
                together.stream().mapToLong(HlsRendition::peakBitRate).sum(),
                together.stream().mapToLong(HlsRendition::averageBitRate).sum(),
                codecs, picture.size().width(), picture.size().height()));
    if (frameRate > 0) {
      stream.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", frameRate));
    }
    if (sound.isPresent()) {
      stream.append(",AUDIO=\"").append(SOUND_GROUP).append('"');
    }
    return stream.append('\n').append(playlistName(rendition)).append('\n').toString();
  }

  /** It has to be the same in all playlists (RFC 8216 section 6.2.4). */
  private long targetDuration() {
    return Stream.concat(pictures.stream().map(Picture::rendition), sound.stream())
        .mapToLong(HlsRendition::targetDuration)
        .max()
        .orElseThrow();
  }

  private static List<Output> rendition(
      Path folder, HlsRendition rendition, long targetDuration, String contentType, FrameSize size)
      throws IOException {
    String playlist = playlistName(rendition);
    return List.of(
        new Output(
            write(folder, playlist, rendition.playlist(targetDuration)), playlist, PLAYLIST_TYPE, size.width(), size.height(), 0,
            VariantRole.PART),
        new Output(
            folder.resolve(rendition.file()), rendition.file(), contentType, size.width(), size.height(), 0,
            VariantRole.PART));
  }

  private static String playlistName(HlsRendition rendition) {
    return rendition.file().replace(".mp4", ".m3u8");
  }

  /** Never through a link that a process of the job has left there. */
  private static Path write(Path folder, String name, String text) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(US_ASCII), CREATE_NEW, WRITE);
  }
}
