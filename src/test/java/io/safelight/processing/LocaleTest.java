package io.safelight.processing;

import static io.safelight.media.MediaCategory.SUBTITLES;
import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.Lane;
import io.safelight.media.MediaError;
import io.safelight.media.MediaState;
import io.safelight.media.Variant;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine whose language has digits of its own, what programs and clients read is written as everywhere. */
class LocaleTest {
  private static final Locale EGYPT = Locale.of("ar", "EG");

  @TempDir Path folder;
  /** Made before the move: how tests make their files is not what is tested. */
  private final Path png = TestMedia.png();
  private final Path mp4 = TestMedia.hevcMp4();

  private final Locale before = Locale.getDefault();

  @BeforeEach
  void moveToEgypt() {
    Locale.setDefault(EGYPT);
    assertThat(String.format(EGYPT, "%d", 1)).as("digits of its own").isNotEqualTo("1");
  }

  @AfterEach
  void moveBack() {
    Locale.setDefault(before);
  }

  @Test
  void ffmpeg_understands_its_filters() {
    try (Workshop workshop = new Workshop(folder)) {
      var image = workshop.process(png, TWEET_IMAGE, true);
      var video = workshop.process(mp4, TWEET_VIDEO, true);

      assertThat(image.state()).isEqualTo(MediaState.SUCCEEDED);
      assertThat(workshop.media.variants(image.id())).extracting(Variant::name).containsExactly("large.png");
      assertThat(video.state()).isEqualTo(MediaState.SUCCEEDED);
    }
  }

  @Test
  void players_understand_the_times_of_subtitles() throws Exception {
    String srt = "1\n00:00:01,000 --> 00:00:03,500\nHello\n";
    try (Workshop workshop = new Workshop(folder)) {
      var media = workshop.process(workshop.upload(srt.getBytes(UTF_8), SUBTITLES, true, Lane.VIDEO));

      assertThat(workshop.text(media.id(), "subtitles.vtt")).contains("00:00:01.000 --> 00:00:03.500");
    }
  }

  @Test
  void clients_understand_why_a_file_is_refused() {
    Map<String, String> limits = Map.of("limits.video-max-frame-rate", "5");
    try (Workshop workshop = new Workshop(folder, limits)) {
      MediaError tooFast = workshop.rejection(mp4, TWEET_VIDEO, true);
      byte[] noTimes = "WEBVTT\n\nx --> y\n".getBytes(UTF_8);
      MediaError broken = workshop.process(workshop.upload(noTimes, SUBTITLES, true, Lane.VIDEO)).error();

      assertThat(tooFast.message()).isASCII().contains("at most 5");
      assertThat(broken).isNotNull().extracting(MediaError::message).asString().isASCII().contains("Line 3");
    }
  }
}
