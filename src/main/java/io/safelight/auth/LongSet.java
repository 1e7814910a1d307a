package io.safelight.auth;

/** A set of uniformly distributed numbers in 8 to 16 bytes each, by open addressing. Not thread-safe. */
final class LongSet {
  private static final int FIRST_CAPACITY = 64;

  /** A power of two long and never more than three quarters full; zero marks a free place. */
  private long[] table = new long[FIRST_CAPACITY];

  private int size;

  int size() {
    return size;
  }

  boolean contains(long number) {
    return table[place(table, stored(number))] != 0;
  }

  void add(long number) {
    int at = place(table, stored(number));
    if (table[at] != 0) {
      return;
    }
    table[at] = stored(number);
    size++;
    if (size > table.length / 4 * 3) {
      grow();
    }
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (long number : table) {
      if (number != 0) {
        larger[place(larger, number)] = number;
      }
    }
    table = larger;
  }

  /** Where the number is, or the free place where it belongs. */
  private static int place(long[] table, long number) {
    int at = (int) number & (table.length - 1);
    while (table[at] != 0 && table[at] != number) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }

  /** Zero cannot be stored as such and shares a place with one. */
  private static long stored(long number) {
    return number == 0 ? 1 : number;
  }
}
