package io.safelight.delivery;

import io.safelight.media.AttachedSubtitles;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How the subtitles of a video appear in its HLS (RFC 8216 sections 3.5 and 4.3.4). */
final class SubtitlePlaylists {
  private static final String GROUP = "subtitles";
  private static final String STREAM = "#EXT-X-STREAM-INF:";

  private SubtitlePlaylists() {}

  /**
   * A master playlist that offers subtitles with each of its streams.
   *
   * @param master without any
   * @param name what the playlist calls a file
   */
  static String master(String master, List<AttachedSubtitles> subtitles, UnaryOperator<String> name) {
    int first = master.indexOf(STREAM);
    if (subtitles.isEmpty() || first < 0) {
      return master;
    }
    String renditions = subtitles.stream().map(each -> rendition(each, name)).collect(Collectors.joining());
    String streams = master.substring(first).replaceAll("(?m)^" + STREAM + ".*$", "$0,SUBTITLES=\"" + GROUP + "\"");
    return master.substring(0, first) + renditions + streams;
  }

  private static String rendition(AttachedSubtitles subtitles, UnaryOperator<String> name) {
    return String.format(
        Locale.ROOT,
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"%s\",NAME=\"%s\",LANGUAGE=\"%s\",AUTOSELECT=YES,URI=\"%s\"\n",
        GROUP, subtitles.displayName(), subtitles.language(), name.apply(subtitles.playlistName()));
  }

  /**
   * The media playlist of one WebVTT file, which is a single segment as long as the video. Its target duration need not be that of
   * the other playlists, because it is that of a complete video (RFC 8216 section 6.2.4).
   */
  static String media(String file, Duration video) {
    double seconds = video.toMillis() / 1000.0;
    return String.format(
        Locale.ROOT,
        """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-TARGETDURATION:%d
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXTINF:%.3f,
        %s
        #EXT-X-ENDLIST
        """,
        Math.max(1, Math.round(seconds)), seconds, file);
  }
}
