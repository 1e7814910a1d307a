package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static io.safelight.testmedia.FormatMedia.movie;
import static io.safelight.testmedia.FormatMedia.withSound;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.Media;
import io.safelight.media.MediaKind;
import io.safelight.testmedia.FormatMedia;
import io.safelight.testmedia.HeifMedia;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/formats.md says of each file what becomes of it; here each is made and uploaded, without a category. */
class FormatsPageTest {
  private static final Pattern HEAD = Pattern.compile("\\| file .*|\\|---.*");
  private static final String X265 = "-c:v libx265 -preset ultrafast -x265-params log-level=none ";

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

  /** A row of the page: what the file is, and what becomes of it. */
  record Row(String file, String outcome) {
    static Row of(String line) {
      List<String> cells = Stream.of(line.split("\\|")).map(String::strip).skip(1).toList();
      return new Row(String.join(" | ", cells.subList(0, cells.size() - 1)), cells.getLast());
    }
  }

  static List<Row> rows() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("docs/formats.md"))) {
      return lines.filter(line -> line.startsWith("|") && !HEAD.matcher(line).matches()).map(Row::of).toList();
    }
  }

  private static Map<String, Path> files() {
    Map<String, Path> files = new HashMap<>();
    files.put("MP4 | H.264 | AAC", withSound("base.mp4", "-c:a aac"));
    files.put("MP4, 10 bits | H.264 4:2:2 | AAC",
        movie("ten.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv422p10le -c:a aac"));
    files.put("MP4 | HEVC | AC-3", movie("hevc-ac3.mp4", X265 + "-tag:v hvc1 -c:a ac3"));
    files.put("MP4, HDR (PQ) | HEVC | ", FormatMedia.hdrStripes("smpte2084", true));
    files.put("MP4, HDR (HLG) | HEVC | ", FormatMedia.hdrStripes("arib-std-b67", true));
    files.put("MP4 | AV1 | AAC", movie("av1.mp4", "-c:v libsvtav1 -preset 12 -c:a aac"));
    files.put("MOV | H.264 | PCM", withSound("pcm.mov", "-c:a pcm_s16le"));
    files.put("MOV | ProRes 422 | PCM",
        movie("prores.mov", "-c:v prores_ks -profile:v 3 -pix_fmt yuv422p10le -c:a pcm_s24le"));
    files.put("MOV | ProRes 4444 | PCM",
        movie("prores4444.mov", "-c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le -c:a pcm_s16le"));
    files.put("MOV | DNxHR | ALAC",
        movie("dnxhr.mov", "-c:v dnxhd -profile:v dnxhr_sq -pix_fmt yuv422p -c:a alac"));
    files.put("MOV | Motion JPEG | PCM", movie("mjpeg.mov", "-c:v mjpeg -c:a pcm_s16le"));
    files.put("WebM | VP8 | Opus", movie("vp8.webm", "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus"));
    files.put("WebM | VP9 | Opus", movie("vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus"));
    files.put("WebM | AV1 | Opus", movie("av1.webm", "-c:v libsvtav1 -preset 12 -c:a libopus"));
    files.put("MKV | H.264 | FLAC", withSound("flac.mkv", "-c:a flac"));
    files.put("MKV | FFV1 | MP3", movie("ffv1.mkv", "-c:v ffv1 -pix_fmt yuv420p -c:a libmp3lame"));
    files.put("MPEG-TS | H.264 | MP2", withSound("mp2.ts", "-c:a mp2"));
    files.put("MPEG-TS | MPEG-2 | MP2", movie("mpeg2.ts", "-c:v mpeg2video -c:a mp2"));
    files.put("MPEG-PS | MPEG-2 | MP2", movie("mpeg2.mpg", "-c:v mpeg2video -c:a mp2"));
    files.put("AVI | MPEG-4 ASP | AC-3", movie("asp.avi", "-c:v mpeg4 -bf 2 -vtag XVID -c:a ac3"));
    files.put("AVI | Motion JPEG | PCM", movie("mjpeg.avi", "-c:v mjpeg -c:a pcm_s16le"));
    files.put("3GP | H.263 | AMR", FormatMedia.oldTelephone());
    files.put("FLV | Sorenson | MP3", movie("sorenson.flv", "-c:v flv1 -c:a libmp3lame -ar 44100"));
    files.put("ASF | WMV | WMA", movie("wmv.asf", "-c:v wmv2 -c:a wmav2"));
    files.put("MP4 |  | AAC", TestMedia.audioOnly());
    files.put("MP4 | a codec nobody knows | AAC", FormatMedia.secretPicture());
    files.put("MP4 | H.264 | a codec nobody knows",
        FormatMedia.secretSound(withSound("base.mp4", "-c:a aac"), 1));
    files.putAll(images());
    return files;
  }

  private static Map<String, Path> images() {
    Map<String, Path> files = new HashMap<>();
    files.put("JPEG", TestMedia.jpeg());
    files.put("JPEG, CMYK", ProcessingMedia.cmykJpeg());
    files.put("PNG", TestMedia.png());
    files.put("PNG, 16 bits", ProcessingMedia.corners("png", "-pix_fmt rgb48be"));
    files.put("PNG, animated", TestMedia.pngAnimated());
    files.put("WebP", TestMedia.webp());
    files.put("WebP, animated", TestMedia.webpAnimated());
    files.put("GIF, one frame", TestMedia.gifStill());
    files.put("GIF", TestMedia.gifAnimated());
    files.put("BMP", ProcessingMedia.corners("bmp", ""));
    files.put("TIFF", ProcessingMedia.corners("tiff", ""));
    files.put("HEIC", HeifMedia.heic());
    files.put("HEIC, tiles", HeifMedia.tiledHeic());
    files.put("AVIF", HeifMedia.avif());
    files.put("AVIF, transparent", HeifMedia.avifWithAlpha());
    files.put("AVIF, HDR (PQ)", HeifMedia.hdrAvif());
    files.put("HEIC, a codec nobody knows", HeifMedia.foreignHeic());
    return files;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void each_file_becomes_what_the_page_says(Row row) {
    Path file = Objects.requireNonNull(files().get(row.file()), "no file for this row");
    Media media = workshop.process(file, TWEET_VIDEO, false);

    assertThat(outcome(media, file)).isEqualTo(row.outcome().replaceFirst(":.*", ""));
  }

  @Test
  void each_file_is_on_the_page() throws Exception {
    assertThat(rows()).extracting(Row::file).containsExactlyInAnyOrderElementsOf(files().keySet());
  }

  private static String outcome(Media media, Path file) {
    if (media.error() != null) {
      return "`" + media.error().reason().wireName() + "`";
    }
    MediaKind kind = Objects.requireNonNull(media.facts()).kind();
    return kind == MediaKind.VIDEO ? video(media, file) : kind == MediaKind.GIF ? "silent MP4" : "image";
  }

  private static String video(Media media, Path file) {
    VideoFile source = VideoFile.of(file);
    int side = Math.min(source.video().path("width").asInt(), source.video().path("height").asInt());
    VideoFile made = VideoFile.of(workshop.file(media.id(), side + "p.mp4"));
    assertThat(made.video().path("codec_name").asString()).isEqualTo("h264");
    assertThat(made.streams("audio")).isEqualTo(source.streams("audio"));
    boolean hdr = Set.of("smpte2084", "arib-std-b67").contains(source.video().path("color_transfer").asString());
    boolean encoded = !source.video().path("codec_name").asString().equals("h264")
        || !VideoFile.frames(made.path()).equals(VideoFile.frames(file));
    if (encoded) {
      return hdr ? "MP4 in SDR" : "MP4";
    }
    boolean sameSound = source.audio().path("codec_name").asString().equals("aac");
    return "the same picture " + (sameSound ? "and sound " : "") + "in a new MP4";
  }
}
