package io.safelight.media;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When things happened to a media, to the millisecond.
 *
 * @param finalized when FINALIZE was committed, or a media that had failed was last given another try
 * @param started when a worker first took the job
 * @param progressed since when the time counts in which the work brings no percent that could be shown; null before a worker first
 *     took the job
 * @param attemptStarted when a worker last took the job; between attempts a job may wait for long
 * @param finished when the state became final
 * @param expires when the media goes; null while it is processed, attached to a post, kept, or never expires
 */
public record MediaTimes(
    Instant created,
    @Nullable Instant finalized,
    @Nullable Instant started,
    @Nullable Instant progressed,
    @Nullable Instant attemptStarted,
    @Nullable Instant finished,
    @Nullable Instant expires) {
  MediaTimes withProgressed(Instant time) {
    return new MediaTimes(created, finalized, started, time, attemptStarted, finished, expires);
  }
}
