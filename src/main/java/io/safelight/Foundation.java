package io.safelight;

import io.safelight.blob.BlobStore;
import io.safelight.blob.DurableFiles;
import io.safelight.media.Expiry;
import io.safelight.media.JobQueue;
import io.safelight.media.MediaRepository;
import io.safelight.processing.WorkerPool;
import io.safelight.processing.Workers;
import io.safelight.store.Database;
import io.safelight.store.SqliteDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the server stands on. A test that kills the server at a named step, sets its clock, or ends its jobs by hand, replaces
 * one of these.
 */
class Foundation {
  InstantSource clock() {
    return InstantSource.system();
  }

  DurableFiles durableFiles() {
    return new DurableFiles();
  }

  Database database(Path file) {
    return SqliteDatabase.open(file, clock());
  }

  /**
   * The workers of the server.
   *
   * @param pool makes those that process media
   */
  Workers workers(JobQueue jobs, MediaRepository media, BlobStore blobs, Expiry expiry, Supplier<WorkerPool> pool) {
    return pool.get();
  }
}
