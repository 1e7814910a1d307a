package io.safelight.store;

import io.safelight.error.StoreException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * One piece of work for a database thread, and the caller that waits for it. The database thread first finds the outcome, with
 * {@link #run} or {@link #failed}, and hands it over with {@link #settle} later, when it is true for ever; an outcome that never
 * becomes true ends in {@link #abort}.
 */
final class Operation<T> {
  private final Function<Handle, T> work;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private Runnable settlement = () -> answer.completeExceptionally(new IllegalStateException("settled before it ran"));

  Operation(Function<Handle, T> work) {
    this.work = work;
  }

  /** Does the work; on an exception the caller must undo its effects and call {@link #failed}. Database thread only. */
  void run(Handle handle) {
    T result = work.apply(handle);
    settlement = () -> answer.complete(result);
  }

  /** The outcome is this failure of the work itself, whose effects were undone. Database thread only. */
  void failed(Throwable failure) {
    settlement = () -> answer.completeExceptionally(failure);
  }

  /** Gives the waiting caller the outcome. */
  void settle() {
    settlement.run();
  }

  /** Gives the waiting caller this failure whatever the outcome was. */
  void abort(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  /** Waits for the result. An interrupt does not end the wait and is set again afterwards: what was committed must be told. */
  T await() {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw asThrown(e.getCause() == null ? e : e.getCause());
    }
  }

  /** What a caller of {@link Database} sees of a failure: its own exception, or that the store failed. */
  static RuntimeException asThrown(Throwable failure) {
    return switch (failure) {
      // Made anew, so that the trace shows the caller, and callers of one batch do not share an exception.
      case StoreException e -> new StoreException(String.valueOf(e.getMessage()), e);
      case JdbiException e -> new StoreException("The database could not do its work", e);
      case SQLException e -> new StoreException("The database could not do its work", e);
      case RuntimeException e -> e;
      case Error e -> throw e;
      case Throwable e -> new StoreException("The database could not do its work", e);
    };
  }
}
