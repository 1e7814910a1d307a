package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelLimitTest {
  @TempDir Path folder;

  @Test
  void an_image_of_too_many_pixels_is_refused_before_memory_is_taken() throws Exception {
    byte[] png = Files.readAllBytes(TestMedia.png());
    // The width stands at 16 and the height at 20; a wrong checksum does not keep ffmpeg from believing them.
    png[17] = 1;
    png[21] = 1;
    Path bomb = Files.write(folder.resolve("bomb.png"), png);
    RunOutcome outcome =
        TestMedia.tools()
            .start(
                new FfmpegCommand(
                    bomb, folder, List.of(), List.of("-frames:v", "1", "out.png"), Duration.ofMinutes(1), Priority.BACKGROUND),
                (outTime, frames) -> {})
            .await();
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(outcome.usage().peakMemory()).isLessThan(150_000_000);
  }
}
