package io.safelight.processing;

import static io.safelight.media.MediaCategory.SUBTITLES;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.safelight.media.FailureReason;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaKind;
import io.safelight.media.Variant;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubtitleTest {
  private static final String SRT =
      """
      1
      00:00:01,000 --> 00:00:03,500
      <i>Hello</i>, <font color="red">world</font>
      & so on

      2
      00:01:00,250 --> 01:00:00,000
      {\\an8}if a < b <script>alert(1)</script>
      """;

  @TempDir Path folder;

  @Test
  void subrip_becomes_webvtt() throws Exception {
    try (Workshop workshop = new Workshop(folder)) {
      Media media = workshop.process(workshop.upload(SRT.getBytes(UTF_8), SUBTITLES, true, Lane.VIDEO));

      assertThat(media.facts()).isEqualTo(new MediaFacts(MediaKind.SUBTITLES, "text/srt", 0, 0, null));
      assertThat(workshop.media.variants(media.id())).extracting(Variant::name, Variant::contentType)
          .containsExactly(tuple("subtitles.vtt", "text/vtt"));
      assertThat(workshop.text(media.id(), "subtitles.vtt"))
          .isEqualTo(
              """
              WEBVTT
              X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

              00:00:01.000 --> 00:00:03.500
              <i>Hello</i>, world
              &amp; so on

              00:01:00.250 --> 01:00:00.000
              if a &lt; b alert(1)
              """);
    }
  }

  @Test
  void webvtt_keeps_its_cues_and_their_places_and_nothing_else() throws Exception {
    String text =
        """
        WEBVTT - a title

        STYLE
        ::cue { background: url(http://example.com/) }

        NOTE private

        intro
        00:01.000 --> 00:02.000 align:start line:0 onclick:evil()
        <v Fred>Hi &amp; <b>welcome</b></v>
        """;

    assertThat(SubtitleParser.parse(text.getBytes(UTF_8)).toWebVtt())
        .isEqualTo(
            """
            WEBVTT

            00:00:01.000 --> 00:00:02.000 align:start line:0
            <v Fred>Hi &amp; <b>welcome</b></v>
            """);
  }

  @Test
  void a_byte_order_mark_and_line_ends_of_any_kind_are_read() throws Exception {
    String windows = "\uFEFF" + SRT.replace("\n", "\r\n");
    String old = SRT.replace("\n", "\r");

    assertThat(SubtitleParser.parse(windows.getBytes(UTF_8))).isEqualTo(SubtitleParser.parse(SRT.getBytes(UTF_8)));
    assertThat(SubtitleParser.parse(old.getBytes(UTF_8))).isEqualTo(SubtitleParser.parse(SRT.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|there is no cue|''",
        "1|there is no cue|'WEBVTT\n\nNOTE nothing\n'",
        "2|expected times|'1\n00:00:01,000 -> 00:00:02,000 -->\nHello'",
        "1|expected times|'Hello\nworld'",
        "2|the cue ends before it starts|'1\n00:00:02,000 --> 00:00:01,000\nHello'",
        "6|the cue starts before|'1\n00:00:05,000 --> 00:00:06,000\nHello\n\n2\n00:00:04,000 --> 00:00:05,000\nworld'",
        "4|a blank line is missing|'1\n00:00:01,000 --> 00:00:02,000\nHello\n00:00:03,000 --> 00:00:04,000\nworld'",
        "1|minutes and seconds|'00:61:01,000 --> 01:00:02,000\nHello'"
      })
  void an_error_names_its_line(int line, String problem, String text) {
    MediaError error = error(text.replace("\\n", "\n").getBytes(UTF_8));

    assertThat(error.reason()).isEqualTo(FailureReason.INVALID_SUBTITLES);
    assertThat(error.message()).startsWith("file is invalid. Line " + line + " of the subtitles: ").contains(problem);
    assertThat(error.property()).isEqualTo("line");
    assertThat(error.actual()).isEqualTo("" + line);
  }

  @Test
  void other_encodings_are_named_as_the_problem() {
    byte[] latin = SRT.replace("world", "w\u00f6rld").getBytes(ISO_8859_1);

    assertThat(error(latin).message()).isEqualTo(
        "file is invalid. Line 3 of the subtitles: this is not UTF-8 text; save the file in UTF-8.");
    assertThat(error(SRT.getBytes(UTF_16)).message()).contains("Line 1").contains("UTF-8");
  }

  @Test
  void there_may_not_be_too_many_cues() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= 10_000; i++) {
      text.append("00:00:01,000 --> 00:00:02,000\nx\n\n");
    }

    assertThat(error(text.toString().getBytes(UTF_8)).message()).contains("Line 30001").contains("10000 cues");
  }

  private static MediaError error(byte[] file) {
    AttemptException thrown =
        catchThrowableOfType(AttemptException.class, () -> SubtitleParser.parse(file));
    return ((AttemptEnd.Rejected) thrown.end()).error();
  }
}
