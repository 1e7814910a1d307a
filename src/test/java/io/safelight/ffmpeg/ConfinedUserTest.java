package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfinedUserTest {
  @Test
  void a_user_is_chosen_that_exists_where_the_server_runs() {
    Path data = Path.of("/srv/safelight");
    ConfinedUser everywhere = ConfinedUser.of(data, 0, "         0          0 4294967295").orElseThrow();
    assertThat(everywhere.id()).isBetween(1_900_000_000, 1_999_999_999);
    assertThat(ConfinedUser.of(Path.of("/srv/other"), 0, "0 0 4294967295")).isNotEqualTo(Optional.of(everywhere));
    assertThat(ConfinedUser.of(data, 0, "0 100000 65536").orElseThrow().id()).isBetween(61_184, 65_519);
    assertThat(ConfinedUser.of(data, 0, "0 1000 1")).isEmpty();
    assertThat(ConfinedUser.of(data, 4711, "0 100000 65536")).contains(new ConfinedUser(4711));
    assertThat(ConfinedUser.of(data, 70_000, "0 100000 65536")).isEmpty();
  }
}
