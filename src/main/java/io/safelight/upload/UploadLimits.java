package io.safelight.upload;

import io.safelight.config.ByteSize;
import io.safelight.config.LimitsConfig;
import io.safelight.config.UploadConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.MediaKind;

/** The limits on bytes that are checked before anything is stored. */
final class UploadLimits {
  private static final long SLACK = 64 << 10;
  /** How much longer base64 is whose every character may be percent-encoded: at most 4 / 3 times 3. */
  private static final int LONGEST_ENCODING = 4;
  /** Room for the other parameters, white space in base64 and the frame of a multipart body. */
  private static final long AROUND_MEDIA = 2L << 20;

  private final LimitsConfig config;
  private final UploadConfig upload;

  UploadLimits(LimitsConfig config, UploadConfig upload) {
    this.config = config;
    this.upload = upload;
  }

  /** Throws SEGMENT_INDEX_OUT_OF_RANGE when no segment may have this index. */
  void checkIndex(int index) {
    int highest = upload.segments() - 1;
    if (index < 0 || index > highest) {
      throw new SafelightException(
              ErrorCode.SEGMENT_INDEX_OUT_OF_RANGE, "SegmentIndex must be between 0 and " + highest + ".")
          .with("limit", highest);
    }
  }

  /** Throws SEGMENT_TOO_LARGE when a segment may not have so many decoded bytes. */
  void checkSegment(long bytes) {
    long limit = upload.segmentBytes().bytes();
    if (bytes > limit) {
      throw new SafelightException(ErrorCode.SEGMENT_TOO_LARGE, "Segment size exceeds " + limit + " bytes.")
          .with("limit", limit)
          .with("actual", bytes);
    }
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
      SafelightException exceeded = exceeded(limit.bytes(), bytes);
      throw kind == MediaKind.VIDEO && bytes <= config.videoBytes().bytes()
          ? exceeded.with(
              "hint", "With media_category=tweet_video a video may have " + config.videoBytes().bytes() + " bytes.")
          : exceeded;
    }
  }

  /** Simple uploads take images only, GIFs included, up to the size of an image. */
  void checkSimple(long bytes) {
    if (bytes > config.imageBytes().bytes()) {
      SafelightException exceeded = exceeded(config.imageBytes().bytes(), bytes);
      throw bytes <= config.gifBytes().bytes()
          ? exceeded.with(
              "hint",
              "A GIF may have "
                  + config.gifBytes().bytes()
                  + " bytes when it is uploaded in chunks (INIT) with media_category=tweet_gif.")
          : exceeded;
    }
  }

  /** Beyond the largest image and segment, so that a file which is somewhat too large is still told by how much. */
  long largestPayload() {
    long single = Math.max(config.imageBytes().bytes(), config.gifBytes().bytes());
    return Math.max(single, upload.segmentBytes().bytes()) + SLACK;
  }

  /** The largest body that carries media: a segment, or an image, as base64 with every character percent-encoded. */
  long largestBody() {
    return LONGEST_ENCODING * Math.max(config.imageBytes().bytes(), upload.segmentBytes().bytes()) + AROUND_MEDIA;
  }

  private static SafelightException exceeded(long limit, long actual) {
    return new SafelightException(ErrorCode.FILE_SIZE_EXCEEDED, "File size exceeds " + limit + " bytes.")
        .with("reason", "file_too_large")
        .with("property", "size")
        .with("limit", limit)
        .with("actual", actual);
  }
}
