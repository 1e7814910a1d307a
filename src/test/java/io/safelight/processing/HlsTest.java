package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.Variant;
import io.safelight.media.VariantRole;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HLS of a video, played from files by libavformat. */
class HlsTest {
  private static final double FRAME = 1.0 / 15;

  @TempDir static Path folder;
  @TempDir Path played;
  private static Workshop workshop;

  @BeforeAll
  static void open() {
    workshop =
        new Workshop(folder, Map.of("processing.video-side", "180", "processing.ladder", "360p:900k, 90p:300k"));
  }

  @AfterAll
  static void close() {
    workshop.close();
  }

  @Test
  void every_size_can_be_played_with_the_sound_in_its_place_and_changed_for_another_at_each_segment() throws Exception {
    Media media = processed(ProcessingMedia.mp4WithFlashes());
    Path master = presentation(media.id());

    assertThat(Files.readString(master).lines())
        .contains("#EXT-X-VERSION:7", "hls-180p.m3u8", "hls-360p.m3u8", "hls-90p.m3u8")
        .anyMatch(line -> line.matches(
            "#EXT-X-STREAM-INF:BANDWIDTH=\\d+,AVERAGE-BANDWIDTH=\\d+,CODECS=\"avc1\\.64[0-9a-f]{4},mp4a\\.40\\.2\","
                + "RESOLUTION=640x360,FRAME-RATE=15\\.000,AUDIO=\"sound\""));
    for (String size : List.of("180p", "360p", "90p")) {
      Path playlist = played.resolve("hls-" + size + ".m3u8");
      assertThat(VideoFile.keyframeTimes(playlist)).as(size).contains(0.0, 2.0, 4.0);
      assertThat(Files.readString(playlist).lines().filter(line -> line.startsWith("#EXTINF")))
          .as(size)
          .containsExactly("#EXTINF:2.000000,", "#EXTINF:2.000000,", "#EXTINF:1.066667,");
      assertThat(VideoFile.frames(playlist))
          .as("decoded frames of %s", size)
          .isEqualTo(VideoFile.frames(workshop.file(media.id(), size + ".mp4")));
    }
    assertSynchronous(master);
    assertThat(workshop.jobFolders()).isEmpty();
  }

  @Test
  void a_size_whose_keyframes_its_maker_chose_is_encoded_again_for_hls_alone() throws Exception {
    // Copied as it is, its only keyframe is the first frame.
    Path copied = ProcessingMedia.mp4WithFlashesAndOneKeyframe();
    Media media = processed(copied);
    assertThat(VideoFile.frames(workshop.file(media.id(), "180p.mp4"))).isEqualTo(VideoFile.frames(copied));

    Path master = presentation(media.id());
    assertThat(VideoFile.keyframeTimes(played.resolve("hls-180p.m3u8"))).containsExactly(0.0, 2.0, 4.0);
    assertThat(VideoFile.keyframeTimes(played.resolve("hls-90p.m3u8"))).containsExactly(0.0, 2.0, 4.0);
    assertSynchronous(master);
  }

  @Test
  void all_playlists_have_the_target_duration_of_the_longest_segment() throws Exception {
    // Five seconds from the only keyframe to the end, and sound in segments of two.
    presentation(processed(ProcessingMedia.smallMp4WithFlashesAndOneKeyframe()).id());
    for (String track : List.of("96p", "sound")) {
      assertThat(Files.readString(played.resolve("hls-" + track + ".m3u8")).lines()).contains("#EXT-X-TARGETDURATION:5");
    }
  }

  @Test
  void a_small_video_without_sound_has_hls_of_the_one_size_that_there_is() throws Exception {
    Path file = TestMedia.mp4(1, 96, 64, 10);
    Media media = processed(file);
    Path master = presentation(media.id());

    assertThat(workshop.media.variants(media.id()))
        .extracting(Variant::name)
        .containsExactly(
            "64p.mp4", "poster.jpg", "master.m3u8", "hls-64p.m3u8", "hls-64p.mp4", "hls-sound.m3u8", "hls-sound.mp4",
            "storyboard.vtt", "storyboard.jpg");
    assertThat(VideoFile.frames(master)).isEqualTo(VideoFile.frames(file)).hasSize(10);

    Media silent = processed(ProcessingMedia.mp4OfUnevenFrames());
    Path silentMaster = presentation(silent.id());
    assertThat(Files.readString(silentMaster)).doesNotContain("AUDIO", "mp4a");
    assertThat(VideoFile.frames(silentMaster))
        .isEqualTo(VideoFile.frames(workshop.file(silent.id(), "180p.mp4")));
  }

  @Test
  void nothing_of_the_metadata_is_in_it() throws Exception {
    Media media = processed(ProcessingMedia.hevcWithPersonalTags());
    for (Variant variant : workshop.media.variants(media.id())) {
      String text = new String(Files.readAllBytes(workshop.file(variant.key())), ISO_8859_1);
      assertThat(text).as(variant.name()).doesNotContain("secret", "+48.8577", "Lavf");
    }
  }

  private static void assertSynchronous(Path master) {
    List<Double> flashes = VideoFile.flashes(master.toString());
    List<Double> sounds = VideoFile.sounds(master.toString());
    assertThat(flashes).hasSize(5);
    assertThat(sounds).hasSize(5);
    for (int second = 1; second <= 5; second++) {
      // As a whole it is late by what the encoder of the sound puts before it, which libavformat does not leave out here.
      assertThat(flashes.get(second - 1)).isCloseTo(second, within(FRAME / 2));
      assertThat(sounds.get(second - 1) - flashes.get(second - 1)).isCloseTo(0, within(0.015));
    }
  }

  private static Media processed(Path file) {
    Media media = workshop.process(file, TWEET_VIDEO, true);
    assertThat(media.state()).as("%s", media.error()).isEqualTo(MediaState.SUCCEEDED);
    Media complete = workshop.complete(media.id());
    assertThat(complete.variantsComplete()).isTrue();
    assertThat(workshop.media.variants(media.id())).filteredOn(v -> v.role() == VariantRole.PLAYLIST).hasSize(1);
    return complete;
  }

  /** Puts the files beside each other, as their URLs are. */
  private Path presentation(MediaId id) throws IOException {
    for (Variant variant : workshop.media.variants(id)) {
      Files.copy(workshop.file(variant.key()), played.resolve(variant.name()), StandardCopyOption.REPLACE_EXISTING);
    }
    return played.resolve("master.m3u8");
  }
}
