package io.safelight.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do, on SQLite. */
final class SqliteContractTest
    implements MediaContract, RaceContract, JobContract, RestJobContract, ExpiryContract, DeletionContract, ReprocessContract, RejectedSourcesContract,
        PostContract, SubtitleContract, AccountContract {
  @TempDir static Path templates;
  @TempDir Path folder;

  private StoreFixture store;

  // One migration for all tests, which then begin with a copy.
  @BeforeAll
  static void migrate() {
    SqliteDatabase.open(templates.resolve("empty.db"), new LeadingClock()).close();
  }

  @BeforeEach
  void open() throws IOException {
    LeadingClock clock = new LeadingClock();
    Path file = Files.copy(templates.resolve("empty.db"), folder.resolve("safelight.db"));
    store = new StoreFixture(SqliteDatabase.open(file, clock), clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  public StoreFixture store() {
    return store;
  }
}
