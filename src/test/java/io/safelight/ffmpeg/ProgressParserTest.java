package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressParserTest {
  private final List<String> seen = new ArrayList<>();
  private final ProgressParser parser =
      new ProgressParser((Duration outTime, long frames) -> seen.add(outTime.toMillis() + " ms, " + frames));

  @Test
  void a_block_is_reported_when_it_ends() {
    write("frame=12\nfps=3.0\nout_time_us=1500000\nout_time=00:00:01.500000\n");
    assertThat(seen).isEmpty();
    write("progress=continue\n");
    assertThat(seen).containsExactly("1500 ms, 12");
  }

  @Test
  void lines_may_arrive_in_pieces() {
    for (char c : "frame=1\nout_time_us=2000\nprogress=end\n".toCharArray()) {
      write(String.valueOf(c));
    }
    assertThat(seen).containsExactly("2 ms, 1");
  }

  @Test
  void what_is_not_known_yet_is_zero_and_nothing_goes_backwards() {
    write("frame=0\nout_time_us=N/A\nprogress=continue\n");
    write("frame=9\nout_time_us=3000000\nprogress=continue\n");
    write("frame=4\nout_time_us=-9223372036854775808\nprogress=continue\n");
    assertThat(seen).containsExactly("0 ms, 0", "3000 ms, 9", "3000 ms, 9");
  }

  @Test
  void rubbish_is_passed_over() {
    write("x".repeat(100_000) + "\n\n=\nno equals sign\nframe=x\nprogress=end\n");
    assertThat(seen).containsExactly("0 ms, 0");
  }

  private void write(String text) {
    parser.accept(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
