package io.safelight.store;

import io.safelight.error.StoreException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * A database that the repositories' SQL runs on. Thread-safe; may be called from virtual threads, which then wait without
 * holding a carrier thread. An interrupt does not end a call: the caller learns what became of its transaction first and finds
 * its interrupt flag set afterwards.
 */
public interface Database extends AutoCloseable {

  /**
   * Runs {@code work} in a transaction that sees one consistent state and changes nothing.
   *
   * @throws StoreException when the database cannot do it; any other exception is the one that {@code work} threw
   */
  <T> T read(Function<Handle, T> work);

  /**
   * Runs {@code work} in one transaction. When this returns, the transaction is durable; when it throws, it had no effect.
   * {@code work} runs once, perhaps on another thread, and must not call this database again.
   *
   * @throws StoreException when the database cannot do it, or is too busy; any other exception is the one that {@code work} threw
   */
  <T> T write(Function<Handle, T> work);

  /** Milliseconds since 1970 by the clock that all users of this database share. */
  long now(Handle handle);

  /** Ends a subselect that picks rows to take: makes it pass over rows that another transaction is taking. May be empty. */
  String lockClause();

  /** Waits for calls that have begun, then closes the database. Later calls throw {@link StoreException}. */
  @Override
  void close();
}
