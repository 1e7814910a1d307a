package io.safelight.processing;

import static io.safelight.media.MediaCategory.SUBTITLES;
import static io.safelight.media.MediaCategory.TWEET_GIF;
import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.FailureReason;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaState;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.DamagedMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a file can have wrong, and what its sender learns of it. */
class RejectionTest {
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

  record Bad(Path file, MediaCategory category, FailureReason reason, String message) {
    @Override
    public String toString() {
      return file.getFileName() + " as " + category;
    }
  }

  static Stream<Bad> badFiles() {
    return Stream.of(
        new Bad(ProcessingMedia.text(), TWEET_VIDEO, FailureReason.UNREADABLE, "file is invalid"),
        new Bad(DamagedMedia.noiseMp4(), TWEET_VIDEO, FailureReason.UNREADABLE, "file is invalid"),
        new Bad(ProcessingMedia.playlist(), TWEET_VIDEO, FailureReason.UNREADABLE, "file is invalid"),
        new Bad(ProcessingMedia.text(), TWEET_IMAGE, FailureReason.UNREADABLE, "file is invalid"),
        new Bad(DamagedMedia.truncatedMp4(), TWEET_VIDEO, FailureReason.TRUNCATED, "file is invalid. It ends after 1."),
        new Bad(DamagedMedia.truncatedMp4WithoutIndex(), TWEET_VIDEO, FailureReason.TRUNCATED,
            "file is invalid. Its index"),
        new Bad(ProcessingMedia.truncatedHevc(), TWEET_VIDEO, FailureReason.TRUNCATED,
            "file is invalid. It ends after"),
        new Bad(DamagedMedia.corruptedMp4(), TWEET_VIDEO, FailureReason.CORRUPT, "file is invalid. Parts of it"),
        new Bad(ProcessingMedia.truncatedJpeg(), TWEET_IMAGE, FailureReason.TRUNCATED, "file is invalid. The image"),
        new Bad(ProcessingMedia.truncatedPng(), TWEET_IMAGE, FailureReason.TRUNCATED, "file is invalid. The image"),
        new Bad(ProcessingMedia.corruptPng(), TWEET_IMAGE, FailureReason.CORRUPT, "file is invalid. Parts of it"),
        new Bad(ProcessingMedia.mkvWithUnknownSound(), TWEET_VIDEO, FailureReason.UNSUPPORTED_CODEC,
            "file is currently unsupported. Its sound (codec unknown) cannot be decoded here; convert the sound to AAC"),
        new Bad(TestMedia.audioOnly(), TWEET_VIDEO, FailureReason.NO_VIDEO_STREAM, "Unsupported video format."),
        new Bad(TestMedia.mp3(), TWEET_VIDEO, FailureReason.NO_VIDEO_STREAM, "Unsupported video format."),
        new Bad(TestMedia.png(), TWEET_VIDEO, FailureReason.WRONG_KIND, "file is invalid. It is an image (image/png)"),
        new Bad(TestMedia.gifAnimated(), TWEET_VIDEO, FailureReason.WRONG_KIND, "file is invalid. It is an animated"),
        new Bad(TestMedia.mp4(), TWEET_GIF, FailureReason.WRONG_KIND, "file is invalid. It is a video (video/mp4)"),
        new Bad(TestMedia.mp4(), TWEET_IMAGE, FailureReason.WRONG_KIND, "file is invalid. It is a video (video/mp4)"),
        new Bad(TestMedia.jpeg(), TWEET_GIF, FailureReason.WRONG_KIND, "file is invalid. It is an image (image/jpeg)"),
        new Bad(TestMedia.png(), SUBTITLES, FailureReason.INVALID_SUBTITLES, "file is invalid. Line 1"));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void a_bad_file_fails_with_its_reason(Bad bad) throws IOException {
    MediaId id = workshop.upload(bad.file(), bad.category(), true, Lane.VIDEO);

    Media media = workshop.process(id);

    assertThat(media.state()).isEqualTo(MediaState.FAILED);
    MediaError error = Objects.requireNonNull(media.error());
    assertThat(error.reason()).isEqualTo(bad.reason());
    assertThat(error.message()).startsWith(bad.message());
    assertThat(error.reason().retryable()).isFalse();
    assertThat(media.times().expires()).isNotNull();
    assertThat(workshop.media.variants(id)).isEmpty();
    assertThat(workshop.source(id)).isEqualTo(Files.readAllBytes(bad.file()));
    assertThat(workshop.keys(id)).as("nothing but the upload")
        .containsExactlyInAnyOrderElementsOf(workshop.media.namedKeys(id));
    assertThat(workshop.jobFolders()).isEmpty();
    assertThat(workshop.jobs.claim("other", Lane.VIDEO, 1, workshop.config.processing().lease())).isEmpty();
  }

  @Test
  void a_file_that_is_larger_than_what_may_be_kept_goes_at_once() throws IOException {
    long size = Files.size(TestMedia.png());
    try (Workshop strict = new Workshop(folder.resolve("less"), Map.of("processing.keep-failed", size - 1 + ""))) {
      MediaId id = strict.upload(TestMedia.png(), TWEET_VIDEO, true, Lane.VIDEO);

      assertThat(strict.process(id).state()).isEqualTo(MediaState.FAILED);
      assertThat(strict.keys(id)).isEmpty();
    }
  }

  @Test
  void content_decides_where_no_category_was_named() {
    Media media = workshop.process(TestMedia.png(), TWEET_VIDEO, false);

    assertThat(Objects.requireNonNull(media.facts()).kind()).isEqualTo(MediaKind.IMAGE);
  }

  @Test
  void an_image_bomb_is_refused_before_anything_decodes_it() {
    try (Workshop strict = new Workshop(folder.resolve("bomb"), Map.of("limits.image-pixels", "300000"))) {
      MediaId id = strict.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);

      Media media = strict.process(id, new NoTools(), strict.blobs);

      assertThat(media.error())
          .extracting(MediaError::reason, MediaError::property, MediaError::limit, MediaError::actual)
          .containsExactly(FailureReason.TOO_MANY_PIXELS, "pixels", "300000", "307200");
    }
  }

  @Test
  void a_video_that_lies_about_its_duration_is_measured() {
    try (Workshop strict = new Workshop(folder.resolve("duration"), Map.of("limits.video-max-duration", "2s"))) {
      MediaError error = strict.rejection(ProcessingMedia.webmWithoutDuration(), TWEET_VIDEO, true);

      assertThat(error).extracting(MediaError::reason, MediaError::property, MediaError::limit)
          .containsExactly(FailureReason.DURATION_TOO_LONG, "duration_millis", "2000");
    }
  }
}
