package io.safelight.store;

import io.safelight.error.StoreException;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes many small writes durable with few syncs of the disk.
 *
 * <p><b>Why.</b> SQLite has one writer at a time, and a durable commit waits for the disk. One commit for each operation
 * therefore bounds the server to the disk's syncs per second and lets callers convoy on SQLite's lock. Besides, a call into
 * SQLite is native: a virtual thread in it holds its carrier, and as many of them as there are processors stop everything else.
 * So callers hand their operation to the one thread that owns the one writing connection, and park.
 *
 * <p><b>How.</b> That thread takes everything that waits, up to {@link #MAX_BATCH}, and runs it as one transaction: {@code begin
 * immediate}, then for each operation {@code savepoint}, the work, {@code release}; then one {@code commit}. It never waits for
 * more to come: while one batch syncs the next one gathers, so that batches grow with the load and a lone caller waits for
 * nobody.
 *
 * <p><b>Invariants.</b>
 *
 * <ol>
 *   <li>A caller gets its result only after the commit that makes it durable has returned. What was told is never lost.
 *   <li>An operation takes effect wholly or not at all, whatever becomes of the others: one that throws is rolled back to its
 *       savepoint and fails alone; when {@code begin} or {@code commit} fails, all of the batch fail and none has an effect.
 *   <li>Each operation is run at most once, and each caller gets exactly one answer, also when it is interrupted, when the
 *       committer closes, and when the work throws an {@link Error}.
 *   <li>Operations run in the order in which they were added, and each sees the effects of those before it.
 * </ol>
 *
 * <p><b>Threads.</b> The connection is touched by one {@link ConnectionThread} alone, from opening to closing. {@link OperationQueue}
 * is the only thing shared; its lock is held for moments, never across a call to the database. Results are handed over through
 * the operation's future.
 *
 * <p><b>Crash points.</b> Before {@code commit}: nothing of the batch is there after a restart, and nobody was told. Between
 * {@code commit} and handing over: everything is there, nobody was told, and callers' retries must tolerate that, as they must
 * when an answer is lost on the network. A {@code commit} that fails for want of space or by an I/O error leaves the batch
 * invisible and rolled back; only if the machine dies before the next commit can SQLite's recovery find it complete in the log
 * and bring it back, wholly; the callers were told that it failed, which is the same as a lost answer.
 *
 * <p><b>When SQLite itself gives up</b> a transaction in the middle (disk full, I/O error, out of memory) the savepoint is gone
 * too; rolling back to it fails, and with it the batch. After any such failure the connection is closed and the next batch opens
 * another, so that no state of a broken transaction can leak into it.
 *
 * <p><b>Another process</b> may write to the same file, to create a user. It holds SQLite's write lock for one short
 * transaction; {@code begin immediate} waits for it as long as the connection's busy timeout says. Taking the write lock at
 * {@code begin} is what makes that wait possible: a transaction that begins by reading and writes later would be refused at once.
 */
final class GroupCommitter implements AutoCloseable {
  /** Operations in one transaction at most; bounds how much one failing commit takes down, and how long a caller waits. */
  static final int MAX_BATCH = 512;

  private final OperationQueue queue;
  private final ConnectionThread thread;

  /**
   * Starts the thread; the connection is opened when the first operation comes.
   *
   * @param jdbi opens connections to the database file, outside of any transaction, with a busy timeout
   * @param capacity operations that may wait; further ones are refused
   */
  GroupCommitter(Jdbi jdbi, int capacity) {
    queue = new OperationQueue(capacity);
    thread = new ConnectionThread("store-writer", jdbi, () -> queue.take(MAX_BATCH), GroupCommitter::commit);
  }

  /**
   * Runs {@code work} in a transaction, together with whatever else is waiting; returns when it is durable.
   *
   * @throws IllegalStateException when called by {@code work}: it would wait for itself
   */
  <T> T write(Function<Handle, T> work) {
    if (thread.isCurrent()) {
      throw new IllegalStateException("A write inside a write would wait for itself");
    }
    Operation<T> operation = new Operation<>(work);
    queue.add(operation);
    return operation.await();
  }

  /** Operations that wait for the next batch. */
  int waiting() {
    return queue.size();
  }

  /** Finishes what was added before, then ends the thread and closes the connection. */
  @Override
  public void close() {
    queue.close();
    thread.join();
  }

  private static void commit(Handle connection, List<Operation<?>> batch) {
    connection.execute("begin immediate");
    for (Operation<?> operation : batch) {
      runAlone(connection, operation);
    }
    connection.execute("commit");
    batch.forEach(Operation::settle);
  }

  private static void runAlone(Handle connection, Operation<?> operation) {
    connection.execute("savepoint operation");
    try {
      operation.run(connection);
    } catch (Throwable failure) {
      undo(connection, failure);
      operation.failed(failure);
    }
    connection.execute("release operation");
  }

  private static void undo(Handle connection, Throwable failure) {
    try {
      connection.execute("rollback to operation");
    } catch (RuntimeException noSavepoint) {
      failure.addSuppressed(noSavepoint);
      throw new StoreException("SQLite gave the whole transaction up", failure);
    }
  }
}
