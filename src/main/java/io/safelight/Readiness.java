package io.safelight;

import io.safelight.api.admin.HealthApi.Check;
import io.safelight.blob.BlobStore;
import io.safelight.error.StoreException;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What has to work for this server to do its work. Thread-safe. */
final class Readiness {
  private final JobQueue jobs;
  private final BlobStore blobs;
  private final long reserve;
  private final FfmpegInstallation ffmpeg;

  /**
   * @param reserve bytes on the disk below which uploads are refused
   */
  Readiness(JobQueue jobs, BlobStore blobs, long reserve, FfmpegInstallation ffmpeg) {
    this.jobs = jobs;
    this.blobs = blobs;
    this.reserve = reserve;
    this.ffmpeg = ffmpeg;
  }

  List<Check> checks() {
    return List.of(store(), disk(), ffmpeg());
  }

  private Check store() {
    try {
      jobs.waiting(Lane.QUICK);
      return new Check("store", true, "");
    } catch (StoreException e) {
      return new Check("store", false, "The database does not answer; see the log.");
    }
  }

  private Check disk() {
    try {
      boolean enough = blobs.availableBytes() > reserve;
      return new Check("disk", enough, enough ? "" : "Less space than upload.reserve is left.");
    } catch (IOException e) {
      return new Check("disk", false, "The data folder cannot be read.");
    }
  }

  private Check ffmpeg() {
    boolean there = Files.isExecutable(ffmpeg.ffmpeg()) && Files.isExecutable(ffmpeg.ffprobe());
    return new Check("ffmpeg", there, there ? "" : "ffmpeg is gone; start the server again to unpack it.");
  }
}
