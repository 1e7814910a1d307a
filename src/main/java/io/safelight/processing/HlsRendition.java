package io.safelight.processing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One track of an HLS presentation (RFC 8216): a fragmented MP4 whose segments are ranges of bytes.
 *
 * @param file name of the MP4, relative to the playlist
 * @param codec as RFC 6381 writes it
 * @param headBytes length of what a player needs before any segment
 * @param segments in order
 */
record HlsRendition(String file, String codec, long headBytes, List<Segment> segments) {
  /** Keyframes are forced this often, so that segments of all sizes begin at the same frames. */
  static final int SEGMENT_SECONDS = PictureEncoder.KEYFRAME_SECONDS;

  private static final double SAME_TIME = 0.001;

  HlsRendition {
    segments = List.copyOf(segments);
  }

  /**
   * A part of the file that begins with a keyframe.
   *
   * @param start in seconds
   */
  record Segment(long offset, long bytes, double start, double seconds) {}

  /**
   * Puts the fragments of a picture together so that segments begin at the first fragment of each {@link #SEGMENT_SECONDS}. Sound
   * comes in fragments of that length, give or take a frame.
   */
  static HlsRendition of(String file, FragmentedMp4 mp4) {
    boolean sound = mp4.track() == FragmentedMp4.Track.SOUND;
    List<Segment> segments = new ArrayList<>();
    long time = 0;
    long nextStart = 0;
    for (FragmentedMp4.Fragment fragment : mp4.fragments()) {
      double start = (double) time / mp4.timescale();
      double seconds = (double) fragment.duration() / mp4.timescale();
      if (segments.isEmpty() || sound || time >= nextStart) {
        segments.add(new Segment(fragment.offset(), fragment.bytes(), start, seconds));
        long length = SEGMENT_SECONDS * mp4.timescale();
        nextStart = (time / length + 1) * length;
      } else {
        Segment last = segments.removeLast();
        segments.add(
            new Segment(last.offset(), last.bytes() + fragment.bytes(), last.start(), last.seconds() + seconds));
      }
      time += fragment.duration();
    }
    return new HlsRendition(file, mp4.codec(), mp4.headBytes(), segments);
  }

  /** Whether a segment begins at the first frame of each time at which keyframes are forced. When in doubt, it says no. */
  boolean isOnGrid(double frameRate) {
    double frame = frameRate > 0 ? 1 / frameRate : 0;
    Segment last = segments.getLast();
    if (last.start() + last.seconds() - frame > (double) segments.size() * SEGMENT_SECONDS - SAME_TIME) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      double late = segments.get(i).start() - (double) i * SEGMENT_SECONDS;
      if (late < -SAME_TIME || late >= frame + SAME_TIME) {
        return false;
      }
    }
    return true;
  }

  /** Whether a player can change from one to the other at every segment. */
  boolean isAlignedWith(HlsRendition other) {
    if (segments.size() != other.segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      if (Math.abs(segments.get(i).start() - other.segments.get(i).start()) > SAME_TIME) {
        return false;
      }
    }
    return true;
  }

  /** How long a player may have to wait for the next keyframe. */
  Duration longestSegment() {
    return Duration.ofMillis((long) Math.ceil(longestSeconds() * 1000));
  }

  private double longestSeconds() {
    return segments.stream().mapToDouble(Segment::seconds).max().orElse(0);
  }

  /** The most bits per second of any segment. */
  long peakBitRate() {
    return segments.stream().mapToLong(segment -> bitRate(segment.bytes(), segment.seconds())).max().orElse(0);
  }

  long averageBitRate() {
    long bytes = segments.stream().mapToLong(Segment::bytes).sum();
    return bitRate(bytes, segments.stream().mapToDouble(Segment::seconds).sum());
  }

  /** What no segment is longer than when it is rounded, in seconds (RFC 8216 section 4.3.3.1). */
  long targetDuration() {
    return Math.max(1, Math.round(longestSeconds()));
  }

  /**
   * The media playlist.
   *
   * @param targetDuration of all playlists of the presentation, in seconds
   */
  String playlist(long targetDuration) {
    StringBuilder playlist =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n")
            .append("#EXT-X-TARGETDURATION:")
            .append(targetDuration)
            .append("\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n")
            .append("#EXT-X-MAP:URI=\"")
            .append(file)
            .append("\",BYTERANGE=\"")
            .append(headBytes)
            .append("@0\"\n");
    for (Segment segment : segments) {
      playlist.append(
          String.format(
              Locale.ROOT,
              "#EXTINF:%.6f,\n#EXT-X-BYTERANGE:%d@%d\n%s\n",
              segment.seconds(), segment.bytes(), segment.offset(), file));
    }
    return playlist.append("#EXT-X-ENDLIST\n").toString();
  }

  private static long bitRate(long bytes, double seconds) {
    return seconds > 0 ? Math.round(bytes * 8 / seconds) : 0;
  }
}
