package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.Variant;
import io.safelight.testmedia.H264Media;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemuxTest {
  @TempDir static Path folder;
  private static Workshop workshop;

  @BeforeAll
  static void open() {
    workshop = new Workshop(folder);
  }

  @AfterAll
  static void close() {
    workshop.close();
  }

  static Stream<Path> fitting() {
    return Stream.of(
        TestMedia.mp4(),
        TestMedia.mp4(1, 1920, 1080, 10),
        TestMedia.mp4IndexAtEnd(),
        TestMedia.mp4Fragmented(),
        TestMedia.mp4WithoutAudio(),
        TestMedia.mp4WithCover(),
        TestMedia.mov(),
        TestMedia.mkv(),
        TestMedia.mpegTs(),
        TestMedia.mp4LongGroup(),
        TestMedia.mp4OpenGroups());
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void a_video_that_players_can_play_keeps_every_frame_as_it_is(Path file) {
    Media media = workshop.process(file, TWEET_VIDEO, true);

    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    Path made = workshop.file(workshop.media.variants(media.id()).getFirst().key());
    assertThat(VideoFile.frames(made)).isEqualTo(VideoFile.frames(file));
    assertThat(VideoFile.of(made).startsWithIndex()).isTrue();
    assertThat(VideoFile.of(made).tags()).isEmpty();
    assertThat(VideoFile.of(made).streams("video")).isEqualTo(1);
  }

  static Stream<Path> unfit() {
    return Stream.of(
        TestMedia.mp4Rotated(),
        TestMedia.mp4Interlaced(),
        TestMedia.mp4WidePixels(),
        TestMedia.hevcMp4(),
        TestMedia.avi());
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void any_other_is_encoded_again(Path file) {
    Media media = workshop.process(file, TWEET_VIDEO, true);

    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(VideoFile.frames(workshop.file(media.id(), "360p.mp4"))).isNotEqualTo(VideoFile.frames(file));
  }

  @Test
  void what_a_video_says_between_its_pictures_is_not_published() throws Exception {
    Path file = H264Media.talkative();
    assertThat(secrets(file)).isGreaterThan(5 * 90);

    try (Workshop own = new Workshop(folder.resolve("own"))) {
      MediaId id = own.process(file, TWEET_VIDEO, true).id();
      own.complete(id);

      assertThat(VideoFile.frames(own.file(id, "360p.mp4"))).isEqualTo(VideoFile.frames(file));
      List<Variant> published = own.media.variants(id);
      assertThat(published)
          .extracting(Variant::name)
          .contains("360p.mp4", "poster.jpg", "hls-360p.mp4", "hls-sound.mp4");
      for (Variant variant : published) {
        assertThat(secrets(own.file(variant.key()))).as(variant.name()).isZero();
      }
    }
  }

  private static int secrets(Path file) throws IOException {
    return new String(Files.readAllBytes(file), ISO_8859_1).split("secret", -1).length - 1;
  }

  @Test
  void a_video_that_only_messages_between_its_pictures_tell_where_to_begin_is_encoded_again() {
    Path file = H264Media.withoutIdr();
    MediaId id = workshop.upload(file, TWEET_VIDEO, true, Lane.VIDEO);

    // Decoding several frames of it at once goes in circles.
    Media media = workshop.process(id, TestMedia.impatientTools(), workshop.blobs);

    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(VideoFile.frames(workshop.file(media.id(), "360p.mp4"))).isNotEqualTo(VideoFile.frames(file));
  }

  @Test
  void wrong_sound_alone_is_encoded_beside_a_copied_picture() {
    Path file = ProcessingMedia.mp4WithMp3Sound();

    Media media = workshop.process(file, TWEET_VIDEO, true);

    VideoFile made = VideoFile.of(workshop.file(media.id(), "360p.mp4"));
    assertThat(VideoFile.frames(made.path())).isEqualTo(VideoFile.frames(file));
    assertThat(made.audio().path("codec_name").asString()).isEqualTo("aac");
    assertThat(made.audio().path("profile").asString()).isEqualTo("LC");
  }
}
