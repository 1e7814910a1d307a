package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinedSpawnTest {
  private static final int NO_SIGNAL = 0;

  @Test
  void a_thread_that_dies_instead_of_starting_a_process_has_started_none() throws Exception {
    int folder = LibC.openPlace("/");
    try (Arena arena = Arena.ofShared()) {
      var spawn = new PosixSpawn(List.of("/bin/true"), Map.of(), folder, List.of());
      spawn.close();
      assertThatThrownBy(() -> ConfinedSpawn.onThrowAwayThread(new ConfinedSpawn.Restriction[0], Optional.empty(), spawn, arena))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("before it had");
    } finally {
      LibC.close(folder);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1})
  void a_signal_for_this_server_for_the_first_process_or_for_all_is_refused(int pid) {
    assertThatThrownBy(() -> LibC.kill(pid, NO_SIGNAL)).isInstanceOf(IllegalArgumentException.class);
  }
}
