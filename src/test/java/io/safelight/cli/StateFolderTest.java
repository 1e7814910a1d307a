package io.safelight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateFolderTest {

  @Test
  void a_folder_of_the_environment_is_used_when_it_is_absolute() {
    assertThat(StateFolder.uploads(Map.of("XDG_STATE_HOME", "/state"))).isEqualTo(Path.of("/state/safelight/uploads"));
    Path usual = Path.of(System.getProperty("user.home"), ".local/state/safelight/uploads");
    assertThat(StateFolder.uploads(Map.of("XDG_STATE_HOME", "state"))).isEqualTo(usual);
    assertThat(StateFolder.uploads(Map.of())).isEqualTo(usual);
  }
}
