package io.safelight.media;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a client learns about the processing of a media.
 *
 * @param state as clients know it; an open upload is pending
 * @param progressPercent 0 to 100; never less than what any client was shown before
 * @param checkAfterSecs when to ask again, 1 to 30; present exactly while the state is pending or in progress
 * @param error present exactly when the state is failed
 */
public record ProcessingInfo(
    State state, int progressPercent, OptionalInt checkAfterSecs, @Nullable MediaError error) {

  /** The four states of the wire. */
  public enum State {
    PENDING("pending"),
    IN_PROGRESS("in_progress"),
    SUCCEEDED("succeeded"),
    FAILED("failed");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    /** A job that was begun and waits again, because it was interrupted or moved, is still in progress: no state is taken back. */
    static State of(Media media) {
      return switch (media.state()) {
        case OPEN -> PENDING;
        case PENDING -> media.times().started() == null ? PENDING : IN_PROGRESS;
        case IN_PROGRESS -> IN_PROGRESS;
        case SUCCEEDED -> SUCCEEDED;
        case FAILED -> FAILED;
      };
    }
  }
}
