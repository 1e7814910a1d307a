package io.safelight;

import static io.safelight.media.FailureReason.ASPECT_RATIO_OUT_OF_RANGE;
import static io.safelight.media.FailureReason.CORRUPT;
import static io.safelight.media.FailureReason.DIMENSIONS_TOO_LARGE;
import static io.safelight.media.FailureReason.DIMENSIONS_TOO_SMALL;
import static io.safelight.media.FailureReason.DURATION_TOO_LONG;
import static io.safelight.media.FailureReason.DURATION_TOO_SHORT;
import static io.safelight.media.FailureReason.FILE_TOO_LARGE;
import static io.safelight.media.FailureReason.FRAME_RATE_TOO_HIGH;
import static io.safelight.media.FailureReason.INVALID_SUBTITLES;
import static io.safelight.media.FailureReason.NO_VIDEO_STREAM;
import static io.safelight.media.FailureReason.TOO_DEMANDING;
import static io.safelight.media.FailureReason.TOO_MANY_FRAMES;
import static io.safelight.media.FailureReason.TOO_MANY_PIXELS;
import static io.safelight.media.FailureReason.TRUNCATED;
import static io.safelight.media.FailureReason.UNSUPPORTED_CODEC;
import static io.safelight.media.FailureReason.WRONG_KIND;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.hostile.HostileImages;
import io.safelight.media.FailureReason;
import io.safelight.testmedia.DamagedMedia;
import io.safelight.testmedia.FormatMedia;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Does what docs/api.md says to somebody whose file failed: runs its line for ffmpeg on that file, and uploads what it makes.
 */
class FailureAdviceTest {
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| .* \\| `(ffmpeg [^`]*)` \\|$", Pattern.MULTILINE);
  private static final Pattern INPUT = Pattern.compile("\\bin\\.\\w+");
  private static final Pattern OUTPUT = Pattern.compile("\\bout\\.\\w+$");
  private static final int SEGMENT_BYTES = 4 << 20;
  private static final String VIDEO = "tweet_video";

  /** For a file that its sender declares as something else, so that INIT cannot know that it is too large. */
  private static final String NONE = "";

  @TempDir static Path data;
  @TempDir Path folder;

  private static Safelight server;
  private static UploadCalls api;

  @BeforeAll
  static void start() throws Exception {
    server =
        TestSafelight.start(
            data,
            Map.of(
                "limits.sync-video-bytes", "2 MiB",
                "processing.ladder", "none",
                "processing.hls", "false",
                "processing.storyboard", "false"));
    api = new UploadCalls(server.port(), Safelight.createUser(data, "alice").bearerToken());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /**
   * A file that fails for this reason.
   *
   * @param category that it is uploaded for
   * @param corrected the category of what the line makes of it
   */
  record Bad(FailureReason reason, Path file, String category, String corrected) {
    Bad(FailureReason reason, Path file) {
      this(reason, file, VIDEO, VIDEO);
    }

    @Override
    public String toString() {
      return reason.wireName();
    }
  }

  static Stream<Bad> bad() throws IOException {
    return Stream.of(
        new Bad(TRUNCATED, DamagedMedia.truncatedMp4()),
        new Bad(CORRUPT, DamagedMedia.corruptedMp4()),
        new Bad(WRONG_KIND, TestMedia.gifAnimated()),
        new Bad(NO_VIDEO_STREAM, TestMedia.audioOnly()),
        new Bad(INVALID_SUBTITLES, subtitles(), "subtitles", "subtitles"),
        new Bad(UNSUPPORTED_CODEC, ProcessingMedia.mkvWithUnknownSound()),
        new Bad(FILE_TOO_LARGE, FormatMedia.movie("noise.mp4", "-vf scale=640:360,noise=alls=100:allf=t -qp 5"), NONE, NONE),
        new Bad(DURATION_TOO_SHORT, FormatMedia.movie("short.mp4", "-t 0.3")),
        new Bad(DURATION_TOO_LONG, TestMedia.longMp4(145)),
        new Bad(DIMENSIONS_TOO_SMALL, FormatMedia.movie("small.mp4", "-vf scale=24:40")),
        new Bad(DIMENSIONS_TOO_LARGE, FormatMedia.movie("wide.mp4", "-vf scale=2560:1440 -c:v mpeg4")),
        new Bad(ASPECT_RATIO_OUT_OF_RANGE, FormatMedia.movie("strip.mp4", "-vf scale=640:160,setsar=1")),
        new Bad(FRAME_RATE_TOO_HIGH, FormatMedia.movie("fast.mp4", "-r 120")),
        new Bad(TOO_MANY_FRAMES, TestMedia.gif(360, 64, 64), "tweet_gif", VIDEO),
        new Bad(TOO_MANY_PIXELS, manyPixels(), "tweet_image", "tweet_image"),
        new Bad(TOO_DEMANDING, write("bomb.png", HostileImages.pngWithTextBomb()), "tweet_image", "tweet_image"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void the_line_of_the_page_makes_the_file_acceptable(Bad bad) throws Exception {
    JsonNode failed = upload(bad.file(), bad.category());
    assertThat(failed.at("/processing_info/state").asString()).as(failed.toString()).isEqualTo("failed");
    assertThat(failed.at("/processing_info/error/reason").asString()).isEqualTo(bad.reason().wireName());

    JsonNode succeeded = upload(corrected(bad), bad.corrected());

    assertThat(succeeded.at("/processing_info/state").asString()).as(succeeded.toString()).isEqualTo("succeeded");
  }

  @Test
  void every_line_of_the_page_is_run() throws IOException {
    assertThat(bad().map(bad -> bad.reason().wireName())).containsExactlyInAnyOrderElementsOf(lines().keySet());
  }

  /** What the line makes, run as somebody does who has the file at hand. */
  private Path corrected(Bad bad) throws Exception {
    String line = Objects.requireNonNull(lines().get(bad.reason().wireName()));
    Files.copy(bad.file(), folder.resolve(found(INPUT, line)));
    var environment = new HashMap<>(TestMedia.installation().environment());
    environment.put("PATH", TestMedia.installation().ffmpeg().getParent() + ":" + System.getenv("PATH"));
    Shell.Result result = Shell.run(line, folder, environment);
    assertThat(result.status()).as(result.output()).isZero();
    return folder.resolve(found(OUTPUT, line));
  }

  private static String found(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    return matcher.group();
  }

  /** The lines of the page by their reasons. */
  private static Map<String, String> lines() throws IOException {
    Map<String, String> lines = new HashMap<>();
    ROW.matcher(Files.readString(Path.of("docs/api.md"))).results().forEach(row -> lines.put(row.group(1), row.group(2)));
    return lines;
  }

  private static JsonNode upload(Path file, String category) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    String id =
        category.equals(NONE) ? api.initWithoutCategory(bytes.length, "image/gif") : api.init(bytes.length, category);
    for (int index = 0; index * SEGMENT_BYTES < bytes.length; index++) {
      int from = index * SEGMENT_BYTES;
      assertThat(api.append(id, index, Arrays.copyOfRange(bytes, from, Math.min(from + SEGMENT_BYTES, bytes.length))))
          .isTrue();
    }
    // Answers 400 where it has waited for a result and that is a failure, which STATUS tells as well.
    api.sendComplete(id);
    return api.awaitFinished(id);
  }

  private static Path subtitles() throws IOException {
    String text =
        """
        [Script Info]
        ScriptType: v4.00+

        [Events]
        Format: Layer, Start, End, Style, Text
        Dialogue: 0,0:00:00.50,0:00:02.00,Default,Safe to look.
        """;
    return write("subtitles.ass", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Path manyPixels() throws IOException {
    Path file = data.resolve("black.png");
    ImageIO.write(new BufferedImage(7800, 7800, BufferedImage.TYPE_BYTE_BINARY), "png", file.toFile());
    return file;
  }

  private static Path write(String name, byte[] bytes) throws IOException {
    return Files.write(data.resolve(name), bytes);
  }
}
