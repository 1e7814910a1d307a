package io.safelight.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do, on SQLite. */
final class SqliteContractTest
    implements MediaContract, RaceContract, JobContract, ExpiryContract, PostContract, AccountContract {
  @TempDir Path folder;

  private StoreFixture store;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    store = new StoreFixture(SqliteDatabase.open(folder.resolve("safelight.db"), clock), clock);
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
