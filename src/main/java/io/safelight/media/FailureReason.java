package io.safelight.media;

import static io.safelight.media.FailureReason.Kind.INTERNAL_ERROR;
import static io.safelight.media.FailureReason.Kind.INVALID_MEDIA;
import static io.safelight.media.FailureReason.Kind.UNSUPPORTED_MEDIA;

import java.util.Locale;

/** The closed list of reasons for which processing ends in {@code failed}. */
public enum FailureReason {
  /** No demuxer recognises the bytes, or what it found cannot be decoded. */
  UNREADABLE(INVALID_MEDIA),
  /** The file ends before its own header says it should. */
  TRUNCATED(INVALID_MEDIA),
  /** The bytes decode only in part. */
  CORRUPT(INVALID_MEDIA),
  /** The file is readable but of another kind than its category, such as a PNG sent as tweet_video. */
  WRONG_KIND(INVALID_MEDIA),
  NO_VIDEO_STREAM(INVALID_MEDIA),
  INVALID_SUBTITLES(INVALID_MEDIA),
  UNSUPPORTED_FORMAT(UNSUPPORTED_MEDIA),
  UNSUPPORTED_CODEC(UNSUPPORTED_MEDIA),
  FILE_TOO_LARGE(UNSUPPORTED_MEDIA),
  DURATION_TOO_SHORT(UNSUPPORTED_MEDIA),
  DURATION_TOO_LONG(UNSUPPORTED_MEDIA),
  DIMENSIONS_TOO_SMALL(UNSUPPORTED_MEDIA),
  DIMENSIONS_TOO_LARGE(UNSUPPORTED_MEDIA),
  ASPECT_RATIO_OUT_OF_RANGE(UNSUPPORTED_MEDIA),
  FRAME_RATE_TOO_HIGH(UNSUPPORTED_MEDIA),
  TOO_MANY_FRAMES(UNSUPPORTED_MEDIA),
  TOO_MANY_PIXELS(UNSUPPORTED_MEDIA),
  /** Processing it takes more memory or computing, or makes a larger file, than one run of ffmpeg may. */
  TOO_DEMANDING(UNSUPPORTED_MEDIA),
  /** Processing did not end within its time limit, however often it was tried. */
  TIMED_OUT(INTERNAL_ERROR),
  /** The server's fault; the same file may well succeed when uploaded again. */
  INTERNAL(INTERNAL_ERROR);

  /** The three errors that clients of the X API know, with their numbers in {@code processing_info.error}. */
  public enum Kind {
    INVALID_MEDIA(1, "InvalidMedia"),
    INTERNAL_ERROR(2, "InternalError"),
    UNSUPPORTED_MEDIA(3, "UnsupportedMedia");

    private final int code;
    private final String wireName;

    Kind(int code, String wireName) {
      this.code = code;
      this.wireName = wireName;
    }

    public int code() {
      return code;
    }

    public String wireName() {
      return wireName;
    }
  }

  private final Kind kind;

  FailureReason(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether uploading the same file again may succeed. */
  public boolean retryable() {
    return kind == INTERNAL_ERROR;
  }

  /** Lower case with underscores, as in {@code processing_info.error.reason}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
