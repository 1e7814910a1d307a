package io.safelight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void the_preferred_form_has_two_digits_for_the_day() {
    assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.999Z"))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
  void all_three_forms_are_read(String text) {
    assertThat(HttpDate.parse(text, NOW)).contains(Instant.parse("1994-11-06T08:49:37Z"));
  }

  @Test
  void a_year_of_two_digits_is_at_most_fifty_years_ahead() {
    assertThat(HttpDate.parse("Wednesday, 01-Jan-76 00:00:00 GMT", NOW)).contains(Instant.parse("2076-01-01T00:00:00Z"));
    assertThat(HttpDate.parse("Saturday, 01-Jan-77 00:00:00 GMT", NOW)).contains(Instant.parse("1977-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "0", "Sun, 06 Nov 1994 08:49:37 PST", "Mon, 06 Nov 1994 08:49:37 GMT"})
  void what_is_no_date_is_ignored(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEmpty();
  }
}
