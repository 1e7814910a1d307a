package io.safelight.auth;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed 64-bit hash. Whoever does not know the key cannot find two inputs
 * with the same hash, nor inputs that crowd one place of a table. Immutable.
 */
final class SipHash {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key0;
  private final long key1;

  SipHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** With a new random key. */
  static SipHash random() {
    var random = new SecureRandom();
    return new SipHash(random.nextLong(), random.nextLong());
  }

  long hash(byte[] input) {
    var state = new State(key0, key1);
    int whole = input.length & ~7;
    for (int i = 0; i < whole; i += 8) {
      state.take((long) LONG.get(input, i));
    }
    long rest = (long) input.length << 56;
    for (int i = whole; i < input.length; i++) {
      rest |= (input[i] & 0xFFL) << (8 * (i - whole));
    }
    state.take(rest);
    return state.finish();
  }

  /** The four words that the input is mixed into. */
  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long key0, long key1) {
      v0 = key0 ^ 0x736f6d6570736575L;
      v1 = key1 ^ 0x646f72616e646f6dL;
      v2 = key0 ^ 0x6c7967656e657261L;
      v3 = key1 ^ 0x7465646279746573L;
    }

    void take(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish() {
      v2 ^= 0xFF;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
