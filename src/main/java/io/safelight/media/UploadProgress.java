package io.safelight.media;

import java.util.List;

/**
 * What has arrived of an open upload, so that its client can resume.
 *
 * @param segmentsReceived stored indices as ranges, such as {@code 0-3,5}; empty when there are none
 * @param missingSegments holes between the lowest and the highest stored index, in the same form; what is missing after the
 *     highest follows from the bytes
 */
public record UploadProgress(long bytesReceived, long totalBytes, String segmentsReceived, String missingSegments) {

  /** Sums up segments that are in order of their index. */
  public static UploadProgress of(Media media, List<Segment> segments) {
    var received = new StringBuilder();
    var missing = new StringBuilder();
    int runStart = -1;
    int previous = -1;
    for (Segment segment : segments) {
      int index = segment.index();
      if (runStart < 0) {
        runStart = index;
      } else if (index != previous + 1) {
        appendRange(received, runStart, previous);
        appendRange(missing, previous + 1, index - 1);
        runStart = index;
      }
      previous = index;
    }
    if (runStart >= 0) {
      appendRange(received, runStart, previous);
    }
    return new UploadProgress(media.bytesReceived(), media.totalBytes(), received.toString(), missing.toString());
  }

  private static void appendRange(StringBuilder ranges, int first, int last) {
    if (!ranges.isEmpty()) {
      ranges.append(',');
    }
    ranges.append(first);
    if (last > first) {
      ranges.append('-').append(last);
    }
  }
}
