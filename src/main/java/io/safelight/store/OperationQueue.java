package io.safelight.store;

import io.safelight.error.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the database threads: bounded, first in, first out. After {@link #close} nothing is added, but what was added
 * is still handed out, so that nobody waits for ever. Thread-safe.
 */
final class OperationQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Operation<?>> waiting = new ArrayDeque<>();
  private final int capacity;
  private boolean closed;

  OperationQueue(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds at the end, without waiting.
   *
   * @throws StoreException when the queue is full or closed
   */
  void add(Operation<?> operation) {
    lock.lock();
    try {
      if (closed) {
        throw new StoreException("The database is closed");
      }
      if (waiting.size() >= capacity) {
        throw new StoreException("The database is too busy: " + capacity + " operations are waiting");
      }
      waiting.add(operation);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something, and takes up to {@code max} from the front. Empty only when closed and drained. */
  List<Operation<?>> take(int max) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      List<Operation<?>> taken = new ArrayList<>(Math.min(max, waiting.size()));
      while (taken.size() < max && !waiting.isEmpty()) {
        taken.add(waiting.remove());
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
