package io.safelight.upload;

import io.safelight.config.ByteSize;
import io.safelight.config.LimitsConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.MediaKind;

/** The limits on bytes that are checked before anything is stored. */
final class UploadLimits {
  /** Decoded bytes of one segment (X media API: a chunk is at most 5 MB, enforced as 5 MiB). */
  static final long SEGMENT_BYTES = 5L << 20;
  static final int MAX_SEGMENT_INDEX = 999;
  private static final long SLACK = 64 << 10;

  private final LimitsConfig config;

  UploadLimits(LimitsConfig config) {
    this.config = config;
  }

  /** Throws FILE_SIZE_EXCEEDED when a file of this kind may not have so many bytes. */
  void check(MediaKind kind, boolean categoryNamed, long bytes) {
    ByteSize limit =
        switch (kind) {
          case IMAGE -> config.imageBytes();
          case GIF -> config.gifBytes();
          case VIDEO -> categoryNamed ? config.videoBytes() : config.syncVideoBytes();
          case SUBTITLES -> config.subtitlesBytes();
        };
    if (bytes > limit.bytes()) {
      throw exceeded(limit.bytes(), bytes);
    }
  }

  /** Simple uploads take images only, GIFs included, up to the size of an image. */
  void checkSimple(long bytes) {
    if (bytes > config.imageBytes().bytes()) {
      throw exceeded(config.imageBytes().bytes(), bytes);
    }
  }

  /** Beyond the largest image and segment, so that a file which is somewhat too large is still told by how much. */
  long largestPayload() {
    long single = Math.max(config.imageBytes().bytes(), config.gifBytes().bytes());
    return Math.max(single, SEGMENT_BYTES) + SLACK;
  }

  private static SafelightException exceeded(long limit, long actual) {
    return new SafelightException(ErrorCode.FILE_SIZE_EXCEEDED, "File size exceeds " + limit + " bytes.")
        .with("reason", "file_too_large")
        .with("property", "size")
        .with("limit", limit)
        .with("actual", actual);
  }
}
