package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.blob.BlobStore;
import io.safelight.blob.DurableFiles;
import io.safelight.error.StoreException;
import io.safelight.media.Expiry;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.MediaRepository;
import io.safelight.processing.WorkerPool;
import io.safelight.processing.Workers;
import io.safelight.store.Database;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An image that cannot be stored must not stay behind as an upload that nobody knows of. */
class FailedSimpleUploadTest {
  private static final int NEVER = 0;

  @TempDir Path data;

  @Test
  void a_disk_that_fails_uses_up_no_quota() throws Exception {
    refuseAnImage(new BrokenFoundation(true, NEVER));
  }

  /** The row is made by the first transaction; then come the segment and FINALIZE. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void a_database_that_fails_once_uses_up_no_quota(int transaction) throws Exception {
    refuseAnImage(new BrokenFoundation(false, transaction));
  }

  private void refuseAnImage(BrokenFoundation foundation) throws Exception {
    byte[] image = Files.readAllBytes(TestMedia.png());
    String token = Safelight.createUser(data, "alice").bearerToken();
    try (Safelight server = TestSafelight.start(data, Map.of("upload.max-open", "1"), foundation)) {
      var api = new UploadCalls(server.port(), token);
      foundation.breakNow();

      assertThat(api.sendImage(image).statusCode()).isGreaterThanOrEqualTo(500);
      assertThat(api.init(1000)).as("the only upload that may be open").isNotEmpty();
    }
    try (LeftBehind left = LeftBehind.in(data)) {
      assertThat(left.media()).hasSize(1);
      assertThat(left.ownerlessKeys()).isEmpty();
    }
    assertThat(LeftBehind.afterYears(data)).isEmpty();
  }

  /** Files that cannot get their name, or a transaction that fails, from a moment on; and nobody who processes media. */
  private static final class BrokenFoundation extends Foundation {
    private final boolean breaksFiles;
    private final int breaksTransaction;
    private final AtomicInteger transactions = new AtomicInteger();
    private volatile boolean broken;

    BrokenFoundation(boolean breaksFiles, int breaksTransaction) {
      this.breaksFiles = breaksFiles;
      this.breaksTransaction = breaksTransaction;
    }

    void breakNow() {
      transactions.set(0);
      broken = true;
    }

    @Override
    DurableFiles durableFiles() {
      return new DurableFiles() {
        @Override
        public void link(Path file, Path name) throws IOException {
          super.link(file, name);
          if (broken && breaksFiles) {
            throw new IOException("the disk is broken");
          }
        }
      };
    }

    @Override
    Database database(Path file) {
      return new BrokenDatabase(super.database(file));
    }

    @Override
    Workers workers(JobQueue jobs, MediaRepository media, BlobStore blobs, Expiry expiry, Supplier<WorkerPool> pool) {
      return new Workers() {
        @Override
        public void start() {}

        @Override
        public void nudge(Lane lane) {}

        @Override
        public void close() {}
      };
    }

    private final class BrokenDatabase implements Database {
      private final Database database;

      BrokenDatabase(Database database) {
        this.database = database;
      }

      @Override
      public <T> T read(Function<Handle, T> work) {
        return database.read(work);
      }

      @Override
      public <T> T write(Function<Handle, T> work) {
        if (broken && transactions.incrementAndGet() == breaksTransaction) {
          throw new StoreException("the database is broken", new IOException());
        }
        return database.write(work);
      }

      @Override
      public long now(Handle handle) {
        return database.now(handle);
      }

      @Override
      public String lockClause() {
        return database.lockClause();
      }

      @Override
      public void close() {
        database.close();
      }
    }
  }
}
