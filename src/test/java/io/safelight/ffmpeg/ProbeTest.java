package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.safelight.ffmpeg.ProbedFile.AudioStream;
import io.safelight.ffmpeg.ProbedFile.VideoStream;
import io.safelight.testmedia.DamagedMedia;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
  @TempDir Path folder;

  @Test
  void an_mp4_with_picture_and_sound() throws Exception {
    ProbedFile file = probe(TestMedia.mp4());
    assertThat(file.formatName()).contains("mp4");
    assertThat(file.duration()).isEqualTo(Duration.ofSeconds(3));
    VideoStream video = file.video().orElseThrow();
    assertThat(video.codec()).isEqualTo("h264");
    assertThat(video.profile()).isEqualTo("Constrained Baseline");
    assertThat(video.pixelFormat()).isEqualTo("yuv420p");
    assertThat(video.width()).isEqualTo(640);
    assertThat(video.height()).isEqualTo(360);
    assertThat(video.rotation()).isZero();
    assertThat(video.pixelAspectRatio()).isEqualTo(1);
    assertThat(video.frameRate()).isEqualTo(30);
    assertThat(video.frames()).isEqualTo(90);
    assertThat(video.fieldOrder()).isEqualTo("progressive");
    assertThat(video.bitRate()).isPositive();
    assertThat(video.duration()).isEqualTo(Duration.ofSeconds(3));
    AudioStream audio = file.audio().orElseThrow();
    assertThat(audio.codec()).isEqualTo("aac");
    assertThat(audio.profile()).isEqualTo("LC");
    assertThat(audio.channels()).isEqualTo(1);
    assertThat(audio.sampleRate()).isEqualTo(44100);
  }

  @Test
  void the_place_of_the_index_makes_no_difference() throws Exception {
    assertThat(probe(TestMedia.mp4IndexAtEnd()).video()).isEqualTo(probe(TestMedia.mp4()).video());
    assertThat(probe(TestMedia.mp4Fragmented()).duration()).isNotNull();
  }

  @Test
  void other_containers_and_codecs() throws Exception {
    assertFile(TestMedia.mov(), "mov", "h264", "aac", 3);
    assertFile(TestMedia.mkv(), "matroska", "h264", "aac", 3);
    assertFile(TestMedia.webm(), "webm", "vp9", "opus", 2);
    assertFile(TestMedia.mpegTs(), "mpegts", "h264", "aac", 3);
    assertFile(TestMedia.avi(), "avi", "mpeg4", "mp3", 3);
    assertFile(TestMedia.hevcMp4(), "mp4", "hevc", "aac", 2);
  }

  @Test
  void empty_chunks_of_an_avi_are_no_frames() throws Exception {
    VideoStream video = probe(TestMedia.aviWithEmptyChunks()).video().orElseThrow();
    assertThat(video.frameRate()).isEqualTo(30);
    // As near as ticks can tell.
    assertThat(video.frames()).isCloseTo(90L, within(1L));
  }

  @Test
  void durations_of_streams_come_from_tags_where_the_container_has_none() throws Exception {
    Duration duration = probe(TestMedia.mkv()).video().orElseThrow().duration();
    assertThat(duration).isNotNull().isBetween(Duration.ofMillis(2900), Duration.ofMillis(3100));
  }

  @Test
  void a_turned_picture_is_shown_upright() throws Exception {
    VideoStream video = probe(TestMedia.mp4Rotated()).video().orElseThrow();
    assertThat(video.rotation()).isEqualTo(90);
    assertThat(video.width()).isEqualTo(640);
    assertThat(video.displayWidth()).isEqualTo(360);
    assertThat(video.displayHeight()).isEqualTo(640);
  }

  @Test
  void pixels_need_not_be_square() throws Exception {
    assertThat(probe(TestMedia.mp4WidePixels()).video().orElseThrow().pixelAspectRatio()).isEqualTo(2);
  }

  @Test
  void a_variable_frame_rate_is_averaged() throws Exception {
    VideoStream video = probe(TestMedia.mp4VariableFrameRate()).video().orElseThrow();
    assertThat(video.frames()).isBetween(30L, 40L);
    assertThat(video.frameRate()).isBetween(11.0, 14.0);
  }

  @Test
  void interlacing_is_seen() throws Exception {
    assertThat(probe(TestMedia.mp4Interlaced()).video().orElseThrow().fieldOrder()).isNotEqualTo("progressive");
  }

  @Test
  void a_cover_is_no_video() throws Exception {
    assertThat(probe(TestMedia.mp4WithCover()).video().orElseThrow().codec()).isEqualTo("h264");
  }

  @Test
  void picture_or_sound_may_be_missing() throws Exception {
    assertThat(probe(TestMedia.mp4WithoutAudio()).audio()).isEmpty();
    assertThat(probe(TestMedia.audioOnly()).video()).isEmpty();
    assertThat(probe(TestMedia.mp3()).audio().orElseThrow().codec()).isEqualTo("mp3");
  }

  @Test
  void gifs_and_images() throws Exception {
    ProbedFile gif = probe(TestMedia.gifAnimated());
    assertThat(gif.formatName()).isEqualTo("gif");
    assertThat(gif.duration()).isEqualTo(Duration.ofSeconds(2));
    assertThat(gif.video().orElseThrow().frames()).isEqualTo(20);
    assertThat(probe(TestMedia.jpegWithExif(6)).formatName()).isEqualTo("jpeg_pipe");
    assertThat(probe(TestMedia.pngWithAlpha()).formatName()).isEqualTo("png_pipe");
    assertThat(probe(TestMedia.pngAnimated()).formatName()).isEqualTo("apng");
    assertThat(probe(TestMedia.webp()).formatName()).isEqualTo("webp_pipe");
    assertThat(probe(TestMedia.jpeg()).duration()).isNull();
  }

  @Test
  void a_truncated_file_with_its_index_in_front_is_readable_and_others_are_not() throws Exception {
    assertThat(probe(DamagedMedia.truncatedMp4()).duration()).isEqualTo(Duration.ofSeconds(3));
    assertThat(outcome(DamagedMedia.truncatedMp4WithoutIndex())).isInstanceOf(ProbeOutcome.Unreadable.class);
    assertThat(outcome(DamagedMedia.noiseMp4())).isInstanceOf(ProbeOutcome.Unreadable.class);
    assertThat(outcome(Path.of("/dev/null"))).isInstanceOf(ProbeOutcome.Unreadable.class);
  }

  @Test
  void a_corrupted_file_can_be_probed() throws Exception {
    assertThat(probe(DamagedMedia.corruptedMp4()).video()).isPresent();
  }

  @Test
  void a_missing_file_or_too_little_time_says_nothing_about_the_media() throws Exception {
    assertThat(outcome(folder.resolve("missing")))
        .isInstanceOfSatisfying(
            ProbeOutcome.Disturbed.class,
            disturbed -> assertThat(disturbed.outcome()).isInstanceOf(RunOutcome.Disturbed.class));
    assertThat(TestMedia.tools().probe(TestMedia.mp4(), folder, Duration.ZERO))
        .isInstanceOfSatisfying(
            ProbeOutcome.Disturbed.class,
            disturbed -> assertThat(disturbed.outcome()).isInstanceOf(RunOutcome.TimedOut.class));
  }

  private void assertFile(Path file, String format, String video, String audio, int seconds) throws Exception {
    ProbedFile probed = probe(file);
    assertThat(probed.formatName()).contains(format);
    assertThat(probed.video().orElseThrow().codec()).isEqualTo(video);
    assertThat(probed.audio().orElseThrow().codec()).isEqualTo(audio);
    assertThat(probed.duration())
        .isNotNull()
        .isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1000L + 200));
  }

  private ProbedFile probe(Path file) throws Exception {
    ProbeOutcome outcome = outcome(file);
    assertThat(outcome).isInstanceOf(ProbeOutcome.Probed.class);
    return ((ProbeOutcome.Probed) outcome).file();
  }

  private ProbeOutcome outcome(Path file) throws InterruptedException {
    return TestMedia.tools().probe(file, folder, Duration.ofMinutes(1));
  }
}
