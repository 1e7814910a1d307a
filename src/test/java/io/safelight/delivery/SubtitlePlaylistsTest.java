package io.safelight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.AttachedSubtitles;
import io.safelight.media.LanguageTag;
import io.safelight.media.MediaId;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SubtitlePlaylistsTest {
  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-VERSION:7
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",URI="hls-sound.m3u8"
      #EXT-X-STREAM-INF:BANDWIDTH=2,AUDIO="sound"
      hls-720p.m3u8
      #EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="sound"
      hls-320p.m3u8
      """;

  @Test
  void every_stream_is_offered_with_all_subtitles() {
    String master =
        SubtitlePlaylists.master(
            MASTER, List.of(subtitles("en", "English"), subtitles("pt-BR", "Português $0")), UnaryOperator.identity());

    assertThat(master)
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",URI="hls-sound.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="English",LANGUAGE="en",AUTOSELECT=YES,URI="subtitles-en.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="Português $0",LANGUAGE="pt-BR",AUTOSELECT=YES,URI="subtitles-pt-BR.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=2,AUDIO="sound",SUBTITLES="subtitles"
            hls-720p.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="sound",SUBTITLES="subtitles"
            hls-320p.m3u8
            """);
  }

  @Test
  void without_subtitles_the_master_playlist_is_as_it_was() {
    assertThat(SubtitlePlaylists.master(MASTER, List.of(), UnaryOperator.identity())).isEqualTo(MASTER);
  }

  @Test
  void a_file_is_one_segment_as_long_as_its_video() {
    assertThat(SubtitlePlaylists.media("subtitles-en.vtt", Duration.ofMillis(5_600)))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:6
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXTINF:5.600,
            subtitles-en.vtt
            #EXT-X-ENDLIST
            """);
    assertThat(SubtitlePlaylists.media("x.vtt", Duration.ofMillis(400))).contains("TARGETDURATION:1\n", "#EXTINF:0.400,");
  }

  private static AttachedSubtitles subtitles(String language, String name) {
    return AttachedSubtitles.of(
        new LanguageTag(language), name, new MediaId(7), "1/subtitles/subtitles-" + language + ".vtt", 10);
  }
}
