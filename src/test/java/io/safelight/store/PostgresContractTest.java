package io.safelight.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every store must do, on PostgreSQL. */
final class PostgresContractTest
    implements MediaContract, RaceContract, JobContract, RestJobContract, ExpiryContract, DeletionContract, ReprocessContract, RejectedSourcesContract,
        PostContract, SubtitleContract, AccountContract {
  private StoreFixture store;

  @BeforeEach
  void open() {
    LeadingClock clock = new LeadingClock();
    store = new StoreFixture(new PostgresDatabase(PostgresServer.source(), clock), clock);
    store.database.write(handle -> handle.execute("truncate table media, post, account, garbage cascade"));
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
