package io.safelight.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * One SQLite file, for a server that is one process. Every commit is synced to the disk before it is told. Several processes may
 * have the file open at once, each with an object of this class; a write waits up to {@link SqliteFile#BUSY_TIMEOUT} for
 * another's. Time is the injected clock's: all processes are on one machine.
 *
 * <p>SQLite is only ever called on platform threads: one writes ({@link GroupCommitter}), a few read, each on its own connection.
 */
public final class SqliteDatabase implements Database {
  private static final int WRITE_QUEUE = 8192;
  private static final int READ_QUEUE = 8192;
  private static final int MIN_READERS = 2;
  private static final int MAX_READERS = 8;

  private final InstantSource clock;
  private final GroupCommitter writer;
  private final OperationQueue reads = new OperationQueue(READ_QUEUE);
  private final List<ConnectionThread> readers = new ArrayList<>();

  private SqliteDatabase(SqliteFile file, InstantSource clock) {
    this.clock = clock;
    this.writer = new GroupCommitter(jdbi(file::connectForWriting), WRITE_QUEUE);
    Jdbi readJdbi = jdbi(file::connectForReading);
    int count = Math.clamp(Runtime.getRuntime().availableProcessors(), MIN_READERS, MAX_READERS);
    for (int i = 0; i < count; i++) {
      readers.add(new ConnectionThread("store-reader-" + i, readJdbi, () -> reads.take(1), SqliteDatabase::readOnce));
    }
  }

  /**
   * Opens the database in this file, which is created, readable by its owner alone, when it is not there, and brought up to date
   * when it was written by an older version. The folder must exist.
   *
   * @throws StoreOpenException when a newer version has written it, it is no database, or it cannot be opened
   */
  public static SqliteDatabase open(Path file, InstantSource clock) {
    SqliteFile database = new SqliteFile(file);
    database.prepare();
    return new SqliteDatabase(database, clock);
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    if (readers.stream().anyMatch(ConnectionThread::isCurrent)) {
      throw new IllegalStateException("A read inside a read could wait for itself");
    }
    Operation<T> operation = new Operation<>(work);
    reads.add(operation);
    return operation.await();
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    return writer.write(work);
  }

  @Override
  public long now(Handle handle) {
    return clock.millis();
  }

  /** Empty: SQLite has one writer at a time. */
  @Override
  public String lockClause() {
    return "";
  }

  @Override
  public void close() {
    writer.close();
    reads.close();
    readers.forEach(ConnectionThread::join);
  }

  private static Jdbi jdbi(ConnectionFactory connections) {
    return StoreJdbi.create(connections).setStatementBuilderFactory(connection -> new KeptStatements());
  }

  private static void readOnce(Handle connection, List<Operation<?>> operations) {
    for (Operation<?> operation : operations) {
      connection.execute("begin");
      try {
        operation.run(connection);
      } catch (Throwable failure) {
        operation.failed(failure);
      }
      connection.execute("rollback");
      operation.settle();
    }
  }
}
