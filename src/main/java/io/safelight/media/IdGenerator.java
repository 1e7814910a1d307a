package io.safelight.media;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids in the snowflake layout: 41 bits of milliseconds since 2020-01-01, 10 bits of node, 12 bits of sequence. Ids of one
 * generator never repeat and always rise, also when the clock stands still, steps back, or more than 4096 are asked for in a
 * millisecond (they then borrow from the next). Thread-safe.
 */
public final class IdGenerator {
  static final long EPOCH_MILLIS = 1_577_836_800_000L;
  private static final int NODE_BITS = 10;
  private static final int SEQUENCE_BITS = 12;

  private final InstantSource clock;
  private final long node;
  /** Milliseconds and sequence of the last id, without the node. */
  private final AtomicLong last = new AtomicLong();

  /**
   * @param node number of this node, 0 to 1023
   */
  public IdGenerator(InstantSource clock, int node) {
    if (node < 0 || node >= 1 << NODE_BITS) {
      throw new IllegalArgumentException("node must be between 0 and 1023");
    }
    this.clock = clock;
    this.node = node;
  }

  public long next() {
    long now = (clock.millis() - EPOCH_MILLIS) << SEQUENCE_BITS;
    long ticket = last.updateAndGet(previous -> Math.max(previous + 1, now));
    long millis = ticket >>> SEQUENCE_BITS;
    long sequence = ticket & ((1L << SEQUENCE_BITS) - 1);
    return millis << (NODE_BITS + SEQUENCE_BITS) | node << SEQUENCE_BITS | sequence;
  }
}
