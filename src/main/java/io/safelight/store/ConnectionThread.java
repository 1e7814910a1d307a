package io.safelight.store;

import io.safelight.error.StoreException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A platform thread that owns one connection and serves operations on it until there are no more. A connection on which serving
 * failed is closed, which ends its transaction, and replaced when the next operations come.
 */
final class ConnectionThread {
  private static final Logger log = LoggerFactory.getLogger(ConnectionThread.class);

  private final Jdbi jdbi;
  private final Supplier<List<Operation<?>>> source;
  private final BiConsumer<Handle, List<Operation<?>>> server;
  private final Thread thread;
  /** Touched by {@link #thread} only; null until needed and after a failure. */
  private @Nullable Handle connection;

  /**
   * Starts the thread.
   *
   * @param source waits for operations; an empty list ends the thread
   * @param server runs operations in a transaction, ends it, and settles them all; or throws and settles none
   */
  ConnectionThread(
      String name, Jdbi jdbi, Supplier<List<Operation<?>>> source, BiConsumer<Handle, List<Operation<?>>> server) {
    this.jdbi = jdbi;
    this.source = source;
    this.server = server;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    thread.start();
  }

  boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  /** Waits for the end of the thread. An interrupt does not end the wait and is set again afterwards. */
  void join() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (var operations = source.get(); !operations.isEmpty(); operations = source.get()) {
      serve(operations);
    }
    disconnect();
  }

  private void serve(List<Operation<?>> operations) {
    try {
      server.accept(connect(), operations);
      // Not even an Error may end this thread: everybody who called later would wait for ever.
    } catch (Throwable failure) {
      log.warn("A transaction of {} operations failed", operations.size(), failure);
      disconnect();
      StoreException told = new StoreException("The database could not end a transaction", failure);
      operations.forEach(operation -> operation.abort(told));
    }
  }

  private Handle connect() {
    Handle open = connection;
    if (open == null) {
      open = jdbi.open();
      connection = open;
    }
    return open;
  }

  private void disconnect() {
    Handle open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        log.warn("A connection to the database could not be closed", e);
      }
    }
  }
}
