package io.safelight.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "10s, PT10S", "5m, PT5M", "24h, PT24H", "15d, PT360H", "0s, PT0S", "10 s, PT10S"})
  void a_duration_is_a_number_and_a_unit(String text, String expected) {
    assertThat(DurationNotation.parse(text)).isEqualTo(Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-5s", "1.5h", "10S", "5 minutes", "PT5M", "10s 5m", "9999999999999s"})
  void everything_else_is_no_duration(String text) {
    assertThatThrownBy(() -> DurationNotation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("500ms, 10s, 5m, 24h or 15d");
  }

  @ParameterizedTest
  @CsvSource({"512, 512", "512 B, 512", "64 KiB, 65536", "5MiB, 5242880", "10 gib, 10737418240", "0, 0"})
  void a_size_is_a_number_and_a_unit_of_powers_of_1024(String text, long expected) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5 MB", "five", "-1", "1.5 GiB", "KiB"})
  void everything_else_is_no_size(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_size_that_does_not_fit_is_refused() {
    assertThatThrownBy(() -> ByteSize.parse("999999999999999999 TiB")).isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource({"1024, 1 KiB", "1025, 1025", "5242880, 5 MiB", "0, 0"})
  void a_size_prints_in_its_shortest_exact_notation(long bytes, String expected) {
    assertThat(new ByteSize(bytes)).hasToString(expected);
  }
}
