package io.safelight.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.ffmpeg.ProbedFile.AudioStream;
import io.safelight.ffmpeg.ProbedFile.VideoStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is made of answers of ffprobe about files that no test can make. */
class ProbeReaderTest {
  @Test
  void dolby_vision_that_only_its_own_players_show_is_told_by_its_profile() {
    assertThat(video(dolbyVision(5, 0)))
        .extracting(VideoStream::known, VideoStream::codec)
        .containsExactly(false, "Dolby Vision profile 5");
    assertThat(video(dolbyVision(8, 4))).extracting(VideoStream::known, VideoStream::codec).containsExactly(true, "hevc");
  }

  @Test
  void sound_that_is_known_is_used_whatever_is_default() {
    AudioStream audio =
        read(
                """
                {"index":1,"codec_type":"audio","codec_tag_string":"apac","disposition":{"default":1}},
                {"index":2,"codec_type":"audio","codec_name":"aac","codec_tag_string":"mp4a","disposition":{"default":0}}""")
            .audio()
            .orElseThrow();

    assertThat(audio.index()).isEqualTo(2);
    assertThat(audio.codec()).isEqualTo("aac");
  }

  @Test
  void a_name_that_cannot_be_printed_is_unknown() {
    VideoStream video = video("{\"codec_type\":\"video\",\"codec_tag_string\":\"<b>\\u0007\",\"width\":2}");

    assertThat(video).extracting(VideoStream::known, VideoStream::codec).containsExactly(false, "unknown");
  }

  @Test
  void a_matroska_file_whose_clock_begins_late_lasts_from_there_on() {
    ProbedFile file =
        ProbeReader.read(
                """
                {"streams":[{"codec_type":"video","codec_name":"h264"}],
                 "format":{"format_name":"matroska,webm","start_time":"3600.0","duration":"3601.5"}}"""
                    .getBytes(UTF_8))
            .orElseThrow();

    assertThat(file.duration()).isEqualTo(Duration.ofMillis(1500));
  }

  private static String dolbyVision(int profile, int compatibility) {
    return """
        {"codec_type":"video","codec_name":"hevc","side_data_list":[
          {"dv_profile":%d,"dv_bl_signal_compatibility_id":%d}]}"""
        .formatted(profile, compatibility);
  }

  private static VideoStream video(String stream) {
    return read(stream).video().orElseThrow();
  }

  private static ProbedFile read(String streams) {
    return ProbeReader.read(("{\"streams\":[" + streams + "],\"format\":{}}").getBytes(UTF_8)).orElseThrow();
  }
}
