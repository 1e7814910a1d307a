package io.safelight.store;

import io.safelight.error.StoreException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * PostgreSQL behind the same repositories: shows that their SQL and the order of their statements are right where transactions
 * really run at the same time, at read committed, the level where mistakes show.
 */
final class PostgresDatabase implements Database {
  private static final int CONNECTIONS = 8;

  private final LeadingClock clock;
  private final BlockingQueue<Handle> pool = new ArrayBlockingQueue<>(CONNECTIONS);

  /**
   * @param source of a database whose schema is up to date
   */
  PostgresDatabase(DataSource source, LeadingClock clock) {
    this.clock = clock;
    Jdbi jdbi = StoreJdbi.create(source::getConnection);
    for (int i = 0; i < CONNECTIONS; i++) {
      pool.add(jdbi.open());
    }
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work);
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    return inTransaction(TransactionIsolationLevel.READ_COMMITTED, work);
  }

  /** The database's clock, with the lead that the test has set. */
  @Override
  public long now(Handle handle) {
    return handle
            .createQuery("select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)")
            .mapTo(Long.class)
            .one()
        + clock.leadMillis();
  }

  @Override
  public String lockClause() {
    return " for update skip locked";
  }

  @Override
  public void close() {
    pool.forEach(Handle::close);
  }

  private <T> T inTransaction(TransactionIsolationLevel level, Function<Handle, T> work) {
    try {
      Handle handle = pool.take();
      try {
        return handle.inTransaction(level, work::apply);
      } catch (RuntimeException failure) {
        throw Operation.asThrown(failure);
      } finally {
        pool.add(handle);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("Interrupted while waiting for a connection", e);
    }
  }
}
