package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadProgressTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', ''",
    "'0', '0', ''",
    "'1', '1', ''",
    "'0 1 2 3', '0-3', ''",
    "'0 1 2 3 5', '0-3,5', '4'",
    "'1 2 7 8 9 999', '1-2,7-9,999', '3-6,10-998'",
    "'3', '3', ''"
  })
  void indices_are_summed_up_as_ranges(String indices, String received, String missing) {
    UploadProgress progress = UploadProgress.of(TestMediaRows.open(100, 40), segments(indices));

    assertThat(progress).isEqualTo(new UploadProgress(40, 100, received, missing));
  }

  @Test
  void a_thousand_holes_are_still_named() {
    List<Segment> odd =
        IntStream.rangeClosed(0, 499).mapToObj(i -> new Segment(2 * i + 1, "1/seg/x", 1, 0)).toList();

    UploadProgress progress = UploadProgress.of(TestMediaRows.open(1000, 500), odd);

    assertThat(progress.missingSegments()).startsWith("2,4,6").endsWith("998");
  }

  private static List<Segment> segments(String indices) {
    return indices.isEmpty()
        ? List.of()
        : List.of(indices.split(" ")).stream().map(i -> new Segment(Integer.parseInt(i), "1/seg/" + i, 1, 0)).toList();
  }
}
