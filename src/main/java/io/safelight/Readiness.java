package io.safelight;

import io.safelight.api.admin.HealthApi.Check;
import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import io.safelight.error.StoreException;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.FfmpegUnavailableException;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.store.WriteProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to work for this server to do its work: each is really tried, as only a write shows that a disk can be written and only
 * a start that a program starts, but no more often than its result is worth. Thread-safe.
 */
final class Readiness {
  private static final Logger log = LoggerFactory.getLogger(Readiness.class);
  /** A write and its sync, and a file that comes and goes: little enough for every few seconds. */
  private static final Duration STORAGE = Duration.ofSeconds(5);
  /** A process: some hundredths of a second of a processor. */
  private static final Duration PROGRAM = Duration.ofMinutes(1);

  /** For all checks together. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final JobQueue jobs;
  private final WriteProbe writes;
  private final BlobStore blobs;
  private final long reserve;
  private final FfmpegInstallation ffmpeg;
  private final List<RememberedCheck> checks;

  /**
   * @param reserve bytes on the disk below which uploads are refused
   */
  Readiness(
      JobQueue jobs, WriteProbe writes, BlobStore blobs, long reserve, FfmpegInstallation ffmpeg, InstantSource clock) {
    this.jobs = jobs;
    this.writes = writes;
    this.blobs = blobs;
    this.reserve = reserve;
    this.ffmpeg = ffmpeg;
    this.checks =
        List.of(
            new RememberedCheck("store", STORAGE, this::store, clock),
            new RememberedCheck("disk", STORAGE, this::disk, clock),
            new RememberedCheck("ffmpeg", PROGRAM, this::ffmpeg, clock));
  }

  List<Check> checks() {
    // All at once and until one deadline, so that several that hang take no longer than one.
    checks.forEach(RememberedCheck::begin);
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    return checks.stream().map(check -> check.result(deadlineNanos)).toList();
  }

  private String store() {
    try {
      jobs.waiting(Lane.QUICK);
    } catch (StoreException e) {
      log.warn("The database does not answer", e);
      return "The database does not answer; see the log.";
    }
    try {
      writes.run();
      return "";
    } catch (StoreException e) {
      log.warn("The database cannot be written", e);
      return "The database cannot be written; see the log. Is its disk full, or mounted read-only?";
    }
  }

  private String disk() {
    try (BlobSink sink = blobs.create()) {
      sink.write(ByteBuffer.allocate(1));
      boolean enough = blobs.availableBytes() > reserve;
      return enough ? "" : "Less space than upload.reserve is left: uploads are refused. Make room in the data folder.";
    } catch (IOException e) {
      log.warn("The data folder cannot be written", e);
      return "The data folder cannot be written; see the log. Is its disk full, or mounted read-only?";
    }
  }

  private String ffmpeg() {
    try {
      ffmpeg.version();
      return "";
    } catch (FfmpegUnavailableException e) {
      log.warn("ffmpeg does not run", e);
      return "ffmpeg does not run; see the log, or run safelight doctor.";
    }
  }
}
