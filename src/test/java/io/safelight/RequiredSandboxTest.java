package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.ffmpeg.OlderKernel;
import io.safelight.hostile.StandIn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program on a machine that cannot confine ffmpeg as far as its operator wants. */
class RequiredSandboxTest {
  @TempDir Path folder;

  @Test
  void a_server_that_cannot_confine_as_required_does_not_start_and_says_what_to_do() throws Exception {
    assumeTrue(StandIn.isPossible(), "there is a perl");
    Map<String, String> settings = Map.of("sandbox.require", "landlock");

    Process serve = ServeProcess.command(folder.resolve("data"), settings, OlderKernel.Lack.LANDLOCK).start();
    String output = new String(serve.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> log = new String(serve.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();

    assertThat(serve.waitFor()).as(log.toString()).isEqualTo(1);
    assertThat(output).doesNotContain("ready");
    assertThat(log).anySatisfy(line -> assertThat(line).contains("ffmpeg cannot be confined by landlock here: "));
    assertThat(log.getLast())
        .contains("sandbox.require asks for landlock, but ffmpeg can be confined here only to ")
        .endsWith("to start all the same, ask for less.");
  }
}
