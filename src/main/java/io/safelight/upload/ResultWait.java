package io.safelight.upload;

import io.safelight.config.UploadConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.MediaWaiter;
import io.safelight.media.StatusReader;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * Lets a request wait a short while for the result of its media, so that an image can be used as soon as it was sent. Only so
 * many requests may wait; a place is taken before anything is committed. Waiting parks a virtual thread and holds nothing else.
 * Thread-safe.
 */
final class ResultWait {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final MediaWaiter waiter;
  private final StatusReader statuses;
  private final UploadConfig config;
  private final Semaphore places;

  ResultWait(MediaWaiter waiter, StatusReader statuses, UploadConfig config) {
    this.waiter = waiter;
    this.statuses = statuses;
    this.config = config;
    this.places = new Semaphore(config.maxSyncWaiters());
  }

  /** Takes a place; throws OVER_CAPACITY when there is none. */
  Place enter() {
    if (!places.tryAcquire()) {
      throw new SafelightException(
              ErrorCode.OVER_CAPACITY, "Over capacity: too many requests wait for their media. Send this request again.")
          .retryAfter(RETRY_AFTER);
    }
    return new Place();
  }

  /** A taken place. */
  final class Place implements AutoCloseable {
    /**
     * Waits for the result until {@code sync_wait} after the request arrived.
     *
     * @throws SafelightException MEDIA_FAILED when processing failed in that time
     */
    UploadAnswer await(MediaId id, Instant receivedAt) {
      Media media =
          waiter
              .awaitFinished(id, receivedAt.plus(config.syncWait()))
              .orElseThrow(() -> new SafelightException(ErrorCode.NOT_FOUND));
      return answer(media);
    }

    @Override
    public void close() {
      places.release();
    }
  }

  /**
   * The answer for a media as it is.
   *
   * @throws SafelightException MEDIA_FAILED when it failed
   */
  UploadAnswer answer(Media media) {
    return switch (media.state()) {
      case SUCCEEDED -> new UploadAnswer(statuses.snapshot(media), false);
      case FAILED -> throw failed(media);
      case OPEN, PENDING, IN_PROGRESS -> new UploadAnswer(statuses.snapshot(media), true);
    };
  }

  private static SafelightException failed(Media media) {
    MediaError error = media.error();
    if (media.state() != MediaState.FAILED || error == null) {
      throw new IllegalStateException("media " + media.id() + " did not fail");
    }
    var exception = new SafelightException(ErrorCode.MEDIA_FAILED, error.message());
    error.details().forEach(exception::with);
    return exception;
  }
}
