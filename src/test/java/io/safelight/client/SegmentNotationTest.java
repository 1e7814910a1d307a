package io.safelight.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentNotationTest {

  @Test
  void ranges_and_single_indexes_are_separated_by_commas() {
    assertThat(SegmentNotation.parse("0-3,5, 7-8")).containsExactly(0, 1, 2, 3, 5, 7, 8);
    assertThat(SegmentNotation.parse("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1-", "3-1", "-1", "0-1000000000", "1,,2"})
  void everything_else_is_refused(String text) {
    assertThatThrownBy(() -> SegmentNotation.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
