package io.safelight;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.ByteRange;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.model.PlaylistType;
import io.lindstrom.m3u8.model.SegmentMap;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import io.safelight.testmedia.ProcessingMedia;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * HLS as a client reads it that is not libavformat: playlists by a library that refuses what it does not know, segments by ranges
 * of bytes over HTTP. What the playlists say is compared with what is in each segment, decoded without the others.
 */
class HlsClientTest {
  private static final double FRAME_RATE = 15;
  private static final double DURATION = 76 / FRAME_RATE;
  private static final double SAME_TIME = 0.001;

  /** The encoder of the sound puts a frame or two in front. */
  private static final double SOUND_TOLERANCE = 0.05;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final MediaPlaylistParser mediaParser = new MediaPlaylistParser(ParsingMode.STRICT);

  @Test
  void what_the_playlists_of_a_private_video_say_is_true_of_each_segment_by_itself() throws Exception {
    Path data = folder.resolve("data");
    String token = Safelight.createUser(data, "hls").bearerToken();
    Map<String, String> settings =
        Map.of(
            "processing.video-side", "180", "processing.ladder", "360p:900k, 90p:300k", "processing.storyboard", "false");
    try (Safelight server = TestSafelight.start(data, settings)) {
      URI address = URI.create(masterUrl(new UploadCalls(server.port(), token)));
      MasterPlaylist master = new MasterPlaylistParser(ParsingMode.STRICT).readPlaylist(text(address));

      assertThat(master.version()).hasValue(7);
      assertThat(master.independentSegments()).isTrue();
      assertThat(master.variants()).hasSize(3);
      assertThat(master.alternativeRenditions()).hasSize(1);
      AlternativeRendition soundGroup = master.alternativeRenditions().getFirst();
      Rendition sound = rendition(address.resolve(soundGroup.uri().orElseThrow()));
      assertSound(sound);

      List<List<Double>> keyframes = new ArrayList<>();
      for (Variant variant : master.variants()) {
        assertThat(variant.audio()).contains(soundGroup.groupId());
        Rendition picture = rendition(address.resolve(variant.uri()));
        keyframes.add(assertPicture(variant, picture));
        assertBandwidth(variant, picture, sound);
        assertThat(picture.playlist().targetDuration()).isEqualTo(sound.playlist().targetDuration()).isEqualTo(2);
      }
      assertThat(keyframes).allMatch(keyframes.getFirst()::equals);
      assertThat(keyframes.getFirst()).containsExactly(0.0, 2.0, 4.0);
    }
  }

  /**
   * A media playlist and what it names.
   *
   * @param segments the bytes of each, behind those that a player needs before any
   * @param sizes bytes of each without them
   */
  private record Rendition(MediaPlaylist playlist, List<Path> segments, List<Long> sizes) {
    double seconds() {
      return playlist.mediaSegments().stream().mapToDouble(MediaSegment::duration).sum();
    }

    long averageBitRate() {
      return Math.round(sizes.stream().mapToLong(size -> size).sum() * 8 / seconds());
    }

    /**
     * RFC 8216 section 4.1: the most of any segments in a row that last between half and one and a half of the target duration.
     */
    long peakBitRate() {
      long peak = 0;
      for (int first = 0; first < sizes.size(); first++) {
        long bytes = 0;
        double seconds = 0;
        for (int last = first; last < sizes.size(); last++) {
          bytes += sizes.get(last);
          seconds += playlist.mediaSegments().get(last).duration();
          if (seconds >= 0.5 * playlist.targetDuration() && seconds <= 1.5 * playlist.targetDuration()) {
            peak = Math.max(peak, (long) (bytes * 8 / seconds));
          }
        }
      }
      return peak;
    }
  }

  private Rendition rendition(URI address) throws IOException, InterruptedException, PlaylistParserException {
    MediaPlaylist playlist = mediaParser.readPlaylist(text(address));
    assertThat(playlist.version()).hasValue(7);
    assertThat(playlist.independentSegments()).isTrue();
    assertThat(playlist.ongoing()).as("has an end").isFalse();
    assertThat(playlist.playlistType()).contains(PlaylistType.VOD);
    assertThat(playlist.mediaSegments()).hasSize(3);
    SegmentMap map = playlist.mediaSegments().getFirst().segmentMap().orElseThrow();
    byte[] head = range(address.resolve(map.uri()), map.byteRange().orElseThrow());
    List<Path> files = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    long end = 0;
    for (MediaSegment segment : playlist.mediaSegments()) {
      assertThat(Math.round(segment.duration())).isLessThanOrEqualTo(playlist.targetDuration());
      ByteRange place = segment.byteRange().orElseThrow();
      long offset = place.offset().orElseThrow();
      assertThat(offset).as("one behind the other").isEqualTo(end == 0 ? offset : end);
      end = offset + place.length();
      byte[] bytes = range(address.resolve(segment.uri()), place);
      files.add(Files.createTempFile(folder, "segment", ".mp4"));
      Files.write(files.getLast(), head);
      Files.write(files.getLast(), bytes, APPEND);
      sizes.add((long) bytes.length);
    }
    return new Rendition(playlist, files, sizes);
  }

  /** Returns the times of the keyframes that segments begin with; there may be others between them. */
  private static List<Double> assertPicture(Variant variant, Rendition picture) throws IOException, InterruptedException {
    assertThat(picture.seconds()).isCloseTo(DURATION, within(SAME_TIME));
    List<Double> keyframes = new ArrayList<>();
    double start = 0;
    for (int i = 0; i < picture.segments().size(); i++) {
      Path file = picture.segments().get(i);
      double seconds = picture.playlist().mediaSegments().get(i).duration();
      DecodedSegment decoded = DecodedSegment.of(file, "v:0");

      assertThat(decoded.frames()).as("frames of %s", variant.uri()).isEqualTo(Math.round(seconds * FRAME_RATE));
      assertThat(decoded.packets().getFirst().keyframe()).isTrue();
      assertThat(decoded.packets().getFirst().time()).isCloseTo(start, within(SAME_TIME));
      assertThat(decoded.packets()).as("shown before it").noneMatch(packet -> packet.time() < decoded.packets().getFirst().time());
      keyframes.add(decoded.packets().getFirst().time());
      assertThat(variant.resolution()).hasValueSatisfying(resolution -> {
        assertThat(resolution.width()).isEqualTo(decoded.stream().path("width").asInt());
        assertThat(resolution.height()).isEqualTo(decoded.stream().path("height").asInt());
      });
      start += seconds;
    }
    assertThat(variant.frameRate()).contains(FRAME_RATE);
    assertThat(variant.codecs()).containsExactly(DecodedSegment.h264Codec(picture.segments().getFirst()), "mp4a.40.2");
    return keyframes;
  }

  private static void assertSound(Rendition sound) throws IOException, InterruptedException {
    assertThat(sound.seconds()).isCloseTo(DURATION, within(SOUND_TOLERANCE));
    double start = 0;
    for (int i = 0; i < sound.segments().size(); i++) {
      DecodedSegment decoded = DecodedSegment.of(sound.segments().get(i), "a:0");
      assertThat(decoded.stream().path("codec_name").asString()).isEqualTo("aac");
      assertThat(decoded.stream().path("profile").asString()).isEqualTo("LC");
      assertThat(decoded.frames()).isPositive();
      assertThat(decoded.packets().getFirst().time()).isCloseTo(start, within(SOUND_TOLERANCE));
      start += sound.playlist().mediaSegments().get(i).duration();
    }
  }

  /** RFC 8216 section 4.3.4.2: of the picture with its sound. */
  private static void assertBandwidth(Variant variant, Rendition picture, Rendition sound) {
    long peak = picture.peakBitRate() + sound.peakBitRate();
    assertThat(variant.bandwidth()).isBetween(peak, peak + peak / 10);
    assertThat(variant.averageBandwidth().orElseThrow())
        .isCloseTo(picture.averageBitRate() + sound.averageBitRate(), within(2L));
  }

  private String masterUrl(UploadCalls calls) throws Exception {
    byte[] video = Files.readAllBytes(ProcessingMedia.mp4WithFlashes());
    String id = calls.init(video.length, "dm_video");
    assertThat(calls.append(id, 0, video)).isTrue();
    assertThat(calls.complete(id)).isTrue();
    assertThat(calls.awaitFinished(id).at("/processing_info/state").asString()).isEqualTo("succeeded");
    calls.awaitComplete(id);
    JsonNode variants = UploadCalls.json(calls.post(id)).at("/extended_entities/media/0/video_info/variants");
    return variants
        .valueStream()
        .filter(variant -> variant.path("content_type").asString().equals("application/x-mpegURL"))
        .findFirst()
        .orElseThrow()
        .path("url")
        .asString();
  }

  private String text(URI address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as("%s", address).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-mpegURL");
    return answer.body();
  }

  private byte[] range(URI address, ByteRange range) throws IOException, InterruptedException {
    long offset = range.offset().orElseThrow();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Range", "bytes=" + offset + "-" + (offset + range.length() - 1))
            .build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as("%s", address).isEqualTo(206);
    assertThat(answer.body()).hasSize((int) range.length());
    return answer.body();
  }
}
