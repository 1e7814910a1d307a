package io.safelight.processing;

import io.safelight.media.Media;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link EarlyProcessing} knows of an upload that goes on. Guarded by its lock. */
final class EarlyUpload {
  /** Each try reads from the first byte: an upload that comes in fits and starts is better processed when it is complete. */
  private static final int MAX_TRIES = 3;

  private Media upload;
  private long heardNanos = System.nanoTime();
  private int tries;
  /** So much of it has to be there for another look at it to be worth the while. */
  private long enoughBytes;

  private boolean hopeless;
  private @Nullable EarlyRun run;

  EarlyUpload(Media upload) {
    this.upload = upload;
  }

  /** As it was when a segment of it was last stored. */
  Media upload() {
    return upload;
  }

  void heard(Media now) {
    upload = now;
    heardNanos = System.nanoTime();
  }

  boolean isQuiet(Duration patience) {
    return System.nanoTime() - heardNanos > patience.toNanos();
  }

  boolean isWorthATry() {
    return run == null
        && !hopeless
        && tries < MAX_TRIES
        && upload.bytesReceived() >= enoughBytes
        && upload.bytesReceived() < upload.totalBytes();
  }

  /** The number of the try that begins. */
  int beginTry() {
    tries++;
    return tries;
  }

  void run(EarlyRun begun) {
    run = begun;
  }

  /** The run that is on it, or what it came to. */
  Optional<EarlyRun> run() {
    return Optional.ofNullable(run);
  }

  boolean isOn(EarlyRun other) {
    return other.equals(run);
  }

  /** Whether its video is made. */
  boolean isMade() {
    return run().flatMap(EarlyRun::outcome).filter(EarlyRun.Outcome.Made.class::isInstance).isPresent();
  }

  /** Its run gives its slot to something else. */
  void lose() {
    run = null;
  }

  /** Its run has ended. */
  void learn(EarlyRun.Outcome outcome) {
    switch (outcome) {
      case EarlyRun.Outcome.Made _, EarlyRun.Outcome.Refused _ -> {}
      case EarlyRun.Outcome.TooSoon() -> {
        run = null;
        tries--;
        // Looks that come to nothing are few however small the segments are.
        enoughBytes = 2 * upload.bytesReceived();
      }
      case EarlyRun.Outcome.Nothing(boolean again) -> {
        run = null;
        hopeless = !again;
      }
    }
  }
}
