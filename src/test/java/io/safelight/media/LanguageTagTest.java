package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTagTest {

  @ParameterizedTest
  @CsvSource({
    "EN, en, English",
    "pt-br, pt-BR, português (Brasil)",
    "ZH-HANT, zh-Hant, 中文 (繁體)",
    "de-1996, de-1996, 'Deutsch (Neue deutsche Rechtschreibung)'",
    "qq, qq, qq",
    "und, und, und",
    "x-klingon, x-klingon, x-klingon"
  })
  void a_tag_is_read_in_any_case_and_knows_what_its_language_calls_itself(String text, String tag, String name) {
    assertThat(LanguageTag.parse(text)).contains(new LanguageTag(tag));
    assertThat(new LanguageTag(tag).ownName()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "e", "en_US", "English, please", "en-", "-en", "en--US", "en\n", "én", "en\"", "123",
        "en-x-aaaaaaaa-bbbbbbbb-cccccccc-ddddddd"})
  void what_is_no_tag_is_none(String text) {
    assertThat(LanguageTag.parse(text)).isEmpty();
  }
}
