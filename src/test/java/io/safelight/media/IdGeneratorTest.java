package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdGeneratorTest {
  private final AtomicLong millis = new AtomicLong(Instant.parse("2026-06-01T12:00:00Z").toEpochMilli());
  private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());

  @Test
  void ids_rise_and_never_repeat_while_the_clock_stands_still() {
    var generator = new IdGenerator(clock, 0);
    long last = 0;
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      long id = generator.next();
      assertThat(id).isGreaterThan(last);
      assertThat(seen.add(id)).isTrue();
      last = id;
    }
  }

  @Test
  void ids_rise_when_the_clock_steps_back() {
    var generator = new IdGenerator(clock, 3);
    long before = generator.next();
    millis.addAndGet(-60_000);

    assertThat(generator.next()).isGreaterThan(before);
  }

  @Test
  void nodes_never_make_the_same_id() {
    var one = new IdGenerator(clock, 1);
    var two = new IdGenerator(clock, 2);

    assertThat(one.next()).isNotEqualTo(two.next());
  }

  @Test
  void threads_never_get_the_same_id() throws InterruptedException {
    var generator = new IdGenerator(InstantSource.system(), 0);
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    Runnable take =
        () -> {
          for (int i = 0; i < 5_000; i++) {
            seen.add(generator.next());
          }
        };
    Thread one = Thread.ofPlatform().start(take);
    Thread two = Thread.ofPlatform().start(take);
    one.join();
    two.join();

    assertThat(seen).hasSize(10_000);
  }

  @Test
  void a_node_number_that_does_not_fit_is_refused() {
    assertThatThrownBy(() -> new IdGenerator(clock, 1024)).isInstanceOf(IllegalArgumentException.class);
  }
}
