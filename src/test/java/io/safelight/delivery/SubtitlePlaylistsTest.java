package io.safelight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaType;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
import io.safelight.media.AttachedSubtitles;
import io.safelight.media.LanguageTag;
import io.safelight.media.MediaId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  @Test
  void a_client_that_reads_hls_by_the_letter_finds_them() throws Exception {
    String text = SubtitlePlaylists.master(MASTER, List.of(subtitles("en", "English")), UnaryOperator.identity());
    MasterPlaylist master = new MasterPlaylistParser(ParsingMode.STRICT).readPlaylist(text);

    assertThat(master.variants()).hasSize(2).allMatch(variant -> variant.subtitles().equals(Optional.of("subtitles")));
    assertThat(master.alternativeRenditions())
        .filteredOn(each -> each.type() == MediaType.SUBTITLES)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.language()).contains("en");
              assertThat(each.uri()).contains("subtitles-en.m3u8");
            });
    MediaPlaylist media =
        new MediaPlaylistParser(ParsingMode.STRICT)
            .readPlaylist(SubtitlePlaylists.media("subtitles-en.vtt", Duration.ofSeconds(5)));
    assertThat(media.mediaSegments()).singleElement().satisfies(each -> assertThat(each.duration()).isEqualTo(5.0));
  }

  private static AttachedSubtitles subtitles(String language, String name) {
    return AttachedSubtitles.of(
        new LanguageTag(language), name, new MediaId(7), "1/subtitles/subtitles-" + language + ".vtt", 10);
  }
}
