package io.safelight.upload;

import io.safelight.config.UploadConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.error.StoreException;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaState;
import io.safelight.media.MediaWaiter;
import io.safelight.media.StatusReader;
import io.safelight.media.UserId;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request wait a short while for the result of its media, so that an image can be used as soon as it was sent. Only so
 * many requests may wait; a place is taken before anything is committed. Waiting parks a virtual thread and holds nothing else.
 * Thread-safe.
 */
final class ResultWait {
  private static final Logger log = LoggerFactory.getLogger(ResultWait.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final MediaWaiter waiter;
  private final StatusReader statuses;
  private final UploadConfig config;
  private final WaitingPlaces places;

  ResultWait(MediaWaiter waiter, StatusReader statuses, UploadConfig config) {
    this.waiter = waiter;
    this.statuses = statuses;
    this.config = config;
    this.places = new WaitingPlaces(config.maxSyncWaiters());
  }

  /** Takes a place; throws OVER_CAPACITY when there is none for this user. */
  Place enter(UserId user) {
    if (!places.take(user)) {
      throw new SafelightException(
              ErrorCode.OVER_CAPACITY, "Over capacity: too many requests wait for their media. Send this request again.")
          .retryAfter(RETRY_AFTER);
    }
    return new Place(user);
  }

  /** A taken place. */
  final class Place implements AutoCloseable {
    private final UserId user;

    private Place(UserId user) {
      this.user = user;
    }

    /**
     * Waits for the result until {@code sync_wait} after the request arrived.
     *
     * @param committed the media as FINALIZE left it
     * @throws SafelightException MEDIA_FAILED when processing failed in that time
     */
    UploadAnswer await(Media committed, Instant receivedAt) {
      return answer(latest(committed, receivedAt.plus(config.syncWait())));
    }

    @Override
    public void close() {
      places.giveBack(user);
    }
  }

  /**
   * The media when it is finished, or as it is at the deadline. A store that cannot say how the media is doing is no failure: the
   * upload is committed, and a client that was told otherwise would send it again. Needs no place: for what is done at once.
   */
  Media latest(Media committed, Instant deadline) {
    try {
      return waiter.awaitFinished(committed.id(), deadline).orElseThrow(OwnedMedia::notFound);
    } catch (StoreException e) {
      log.warn("Media {} is answered as unfinished: the store does not say how it is doing", committed.id(), e);
      return committed;
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
    return FailedMedia.because(error);
  }
}
