package io.safelight.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongSetTest {
  @Test
  void it_holds_what_was_added_and_nothing_else() {
    var random = new Random(4);
    var set = new LongSet();
    var expected = new HashSet<Long>();
    for (int i = 0; i < 20_000; i++) {
      // A narrow range makes neighbours collide and numbers come again.
      long number = i % 2 == 0 ? random.nextLong() : 2 + random.nextInt(5_000);
      assertThat(set.contains(number)).isEqualTo(expected.contains(number));
      set.add(number);
      expected.add(number);
      assertThat(set.contains(number)).isTrue();
    }
    assertThat(set.size()).isEqualTo(expected.size());
  }

  @Test
  void zero_can_be_held() {
    var set = new LongSet();
    assertThat(set.contains(0)).isFalse();
    set.add(0);
    assertThat(set.contains(0)).isTrue();
    assertThat(set.size()).isEqualTo(1);
  }
}
