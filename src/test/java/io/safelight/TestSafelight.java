package io.safelight;

import io.safelight.blob.BlobStore;
import io.safelight.config.ConfigException;
import io.safelight.config.ConfigLoader;
import io.safelight.media.Expiry;
import io.safelight.media.JobQueue;
import io.safelight.media.MediaRepository;
import io.safelight.processing.WorkerPool;
import io.safelight.processing.Workers;
import io.safelight.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Whole servers for tests: on a free port, without rate limits, and with an ffmpeg that is unpacked once for all tests.
 */
public final class TestSafelight {
  private TestSafelight() {}

  public static Safelight start(Path data) throws IOException, StartException {
    return start(data, Map.of());
  }

  /**
   * Starts a server in this process.
   *
   * @param settings further settings by their full names
   */
  public static Safelight start(Path data, Map<String, String> settings) throws IOException, StartException {
    return start(data, settings, new Foundation());
  }

  /** Makes what ends the jobs of a server. */
  public interface WorkersMaker {
    Workers make(JobQueue jobs, MediaRepository media, BlobStore blobs, Expiry expiry);
  }

  /**
   * Starts a server whose time is a clock's, and whose jobs are ended by somebody else than its own workers.
   *
   * @param opened is handed the server's database
   */
  public static Safelight start(
      Path data, Map<String, String> settings, InstantSource clock, Consumer<Database> opened, WorkersMaker workers)
      throws IOException, StartException {
    return start(
        data,
        settings,
        new Foundation() {
          @Override
          InstantSource clock() {
            return clock;
          }

          @Override
          Database database(Path file) {
            Database database = super.database(file);
            opened.accept(database);
            return database;
          }

          @Override
          Workers workers(
              JobQueue jobs, MediaRepository media, BlobStore blobs, Expiry expiry, Supplier<WorkerPool> pool) {
            return workers.make(jobs, media, blobs, expiry);
          }
        });
  }

  static Safelight start(Path data, Map<String, String> settings, Foundation foundation)
      throws IOException, StartException {
    Map<String, String> all = new HashMap<>();
    all.put("server.port", "0");
    all.put("server.data", data.toString());
    all.put("rate-limit.preset", "off");
    all.put("processing.ffmpeg-cache", Path.of("target", "ffmpeg").toAbsolutePath().toString());
    all.putAll(settings);
    try {
      return Safelight.start(ConfigLoader.load(Optional.empty(), all, Map.of()), foundation);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
