package io.safelight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.delivery.HttpRange.Selection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRangeTest {
  private static final long SIZE = 10_000;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-499, 0, 499",
    "bytes=9999-9999, 9999, 9999",
    "bytes=9500-, 9500, 9999",
    "bytes=0-, 0, 9999",
    "bytes=-1, 9999, 9999",
    "bytes=-500, 9500, 9999",
    "bytes=-10000, 0, 9999",
    "bytes=-20000, 0, 9999",
    "bytes=9000-20000, 9000, 9999",
    "bytes=1-99999999999999999999999, 1, 9999",
    "bytes=-99999999999999999999999, 0, 9999",
    "bytes=1-9223372036854775807, 1, 9999",
    "bytes=000-0009, 0, 9",
    "Bytes=0-0, 0, 0",
    "bytes = 0-0, 0, 0",
    "'bytes= 0-0 ,', 0, 0",
    "'bytes=,,5-6', 5, 6",
    "'bytes=5-6,20000-', 5, 6",
    "'bytes=-0,5-6', 5, 6",
  })
  void a_satisfiable_range_is_cut_to_the_file(String header, long first, long last) {
    assertThat(HttpRange.select(header, SIZE)).isEqualTo(new Selection.Ranges(List.of(new HttpRange(first, last))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=10000-", "bytes=10000-10001", "bytes=-0", "bytes=99999999999999999999-", "bytes=20000-,-0"})
  void ranges_outside_the_file_cannot_be_satisfied(String header) {
    assertThat(HttpRange.select(header, SIZE)).isEqualTo(new Selection.Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=a-b", "bytes=0", "bytes=5-4", "bytes=0-1,5-4", "bytes=--1",
        "bytes=+1-2", "bytes=0-1-2", "bytes=0x0-1", "bytes=1 - 2", "bytes=0-\u0661", "lines=0-1", "0-1", "=0-1",
      })
  void what_is_malformed_or_of_another_unit_selects_the_whole_file(String header) {
    assertThat(HttpRange.select(header, SIZE)).isEqualTo(new Selection.Whole());
  }

  @Test
  void several_ranges_stay_in_the_order_asked_for() {
    assertThat(HttpRange.select("bytes=-10, 0-9", SIZE))
        .isEqualTo(new Selection.Ranges(List.of(new HttpRange(9990, 9999), new HttpRange(0, 9))));
  }

  @Test
  void ranges_that_overlap_select_the_whole_file() {
    assertThat(HttpRange.select("bytes=0-9,9-10", SIZE)).isEqualTo(new Selection.Whole());
    assertThat(HttpRange.select("bytes=500-,0-499,-1", SIZE)).isEqualTo(new Selection.Whole());
  }

  @Test
  void too_many_ranges_select_the_whole_file() {
    assertThat(HttpRange.select(scattered(HttpRange.MAX_RANGES), SIZE)).isInstanceOf(Selection.Ranges.class);
    assertThat(HttpRange.select(scattered(HttpRange.MAX_RANGES + 1), SIZE)).isEqualTo(new Selection.Whole());
    assertThat(HttpRange.select(scattered(1000), SIZE)).isEqualTo(new Selection.Whole());
  }

  @Test
  void an_empty_file_has_no_ranges() {
    assertThat(HttpRange.select("bytes=0-", 0)).isEqualTo(new Selection.Whole());
    assertThat(HttpRange.select("bytes=-1", 0)).isEqualTo(new Selection.Whole());
  }

  private static String scattered(int count) {
    return IntStream.range(0, count).mapToObj(i -> i * 10 + "-" + i * 10).collect(Collectors.joining(",", "bytes=", ""));
  }
}
