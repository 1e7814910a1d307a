package io.safelight.mp4;

import static io.safelight.hostile.Boxes.box;
import static io.safelight.hostile.Boxes.boxOfSize;
import static io.safelight.hostile.Boxes.concat;
import static io.safelight.hostile.Boxes.copy;
import static io.safelight.hostile.Boxes.find;
import static io.safelight.hostile.Boxes.withInt;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.mp4.Mp4Layout.IndexAtEnd;
import io.safelight.testmedia.FormatMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MovedIndexTest {
  private static final String H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";
  private static final String[] CHUNKS = {"moov", "trak", "mdia", "minf", "stbl", "stco"};

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("files")
  void a_pipe_gives_the_frames_of_the_file(Path file) throws Exception {
    assertThat(DecodedFrames.ofPipe(MovableFile.of(file).moved())).isEqualTo(DecodedFrames.ofFile(file));
  }

  static Stream<Path> files() {
    return Stream.of(
        TestMedia.mp4IndexAtEnd(),
        TestMedia.mov(),
        FormatMedia.movie("studio.mov", "-map 0 -map 1 -map 1 -c:v prores_ks -profile:v 0 -c:a pcm_s16le -timecode 01:00:00:00"),
        FormatMedia.movie("edited.mp4", H264 + "-bf 2 -c:a aac -use_editlist 1 -ss 0.2"),
        FormatMedia.movie("free-front.mp4", H264 + "-c:a aac -movflags +write_colr -write_tmcd 1 -brand mp42"),
        FormatMedia.oldTelephone());
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void the_index_is_the_one_that_ffmpeg_puts_in_front(String name, String options) throws Exception {
    byte[] behind = Files.readAllBytes(FormatMedia.movie("behind-" + name, options + " -fflags +bitexact"));
    byte[] before =
        Files.readAllBytes(FormatMedia.movie("before-" + name, options + " -fflags +bitexact -movflags +faststart"));
    assertThat(copy(MovableFile.of(behind).moved(), "moov")).isEqualTo(copy(before, "moov"));
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        Arguments.of("plain.mp4", H264 + "-c:a aac"),
        Arguments.of("tracks.mov", "-map 0 -map 1 -map 1 -c:v mpeg4 -c:a pcm_s16le"));
  }

  @Test
  void places_of_64_bits_stay_so() throws Exception {
    byte[] file = Files.readAllBytes(TestMedia.mp4WithoutAudio());
    byte[] wide = concat(Arrays.copyOf(file, find(file, "moov")), widened(copy(file, "moov")));
    byte[] moved = MovableFile.of(wide).moved();
    assertThat(copy(moved, "moov")).hasSameSizeAs(copy(wide, "moov"));
    assertThat(DecodedFrames.ofPipe(moved)).isEqualTo(DecodedFrames.ofFile(TestMedia.mp4WithoutAudio()));
  }

  @Test
  void places_that_pass_4_gib_get_64_bits() throws Exception {
    byte[] small = Files.readAllBytes(TestMedia.mp4WithoutAudio());
    MovableFile original = MovableFile.of(small);
    byte[] payload = original.payload();
    // 32 bits reach to where the one chunk is, but not to where the index pushes it.
    long start = (1L << 32) - 100;
    long end = start + payload.length;
    byte[] index = shifted(copy(small, "moov"), (int) (start - original.layout().payloadStart()));
    byte[] front =
        ByteBuffer.allocate(16).putInt(1).put("mdat".getBytes(US_ASCII)).putLong(end).array();
    byte[] head = MovedIndex.head(new IndexAtEnd(16, end), ByteBuffer.wrap(front), ByteBuffer.wrap(index));
    assertThat(copy(head, "moov")).isEqualTo(shifted64(widened(index), head.length - front.length));
    Path sparse = folder.resolve("sparse.mp4");
    try (FileChannel channel = FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(head), 0);
      channel.write(ByteBuffer.wrap(payload), head.length - front.length + start);
    }
    assertThat(DecodedFrames.ofFile(sparse)).isEqualTo(DecodedFrames.ofFile(TestMedia.mp4WithoutAudio()));
  }

  @Test
  void lengths_of_64_bits_are_kept_up_to_date() throws Exception {
    byte[] file = Files.readAllBytes(TestMedia.mp4WithoutAudio());
    byte[] moov = copy(file, "moov");
    byte[] long64 =
        concat(
            ByteBuffer.allocate(16).putInt(1).put("moov".getBytes(US_ASCII)).putLong(moov.length + 8).array(),
            Arrays.copyOfRange(moov, 8, moov.length));
    byte[] moved = MovableFile.of(concat(Arrays.copyOf(file, find(file, "moov")), long64)).moved();
    assertThat(DecodedFrames.ofPipe(moved)).isEqualTo(DecodedFrames.ofFile(TestMedia.mp4WithoutAudio()));
  }

  @Test
  void the_index_may_go_on_to_the_end_of_the_file() throws Exception {
    byte[] file = Files.readAllBytes(TestMedia.mp4WithoutAudio());
    byte[] moved = MovableFile.of(withInt(file, -8, 0, "moov")).moved();
    assertThat(moved).isEqualTo(MovableFile.of(file).moved());
  }

  @Test
  void what_is_in_front_stays_and_what_is_behind_goes() throws Exception {
    byte[] file = Files.readAllBytes(TestMedia.mp4WithoutAudio());
    byte[] behind = concat(file, box("uuid", new byte[30]), box("free"), new byte[5]);
    assertThat(MovableFile.of(behind).moved()).isEqualTo(MovableFile.of(file).moved());
    byte[] before = concat(copy(file, "ftyp"), copy(file, "free"));
    assertThat(MovableFile.of(file).moved()).startsWith(copy(file, "ftyp")).contains(copy(file, "free"));
    assertThat(find(MovableFile.of(file).moved(), "mdat")).isEqualTo(before.length + copy(file, "moov").length);
  }

  @Test
  void a_file_without_a_type_gets_the_index_as_its_first_box() throws Exception {
    byte[] file = Files.readAllBytes(TestMedia.mov());
    System.arraycopy("skip".getBytes(US_ASCII), 0, file, 4, 4);
    byte[] moved = MovableFile.of(file).moved();
    assertThat(find(moved, "moov")).isZero();
    assertThat(DecodedFrames.ofPipe(moved)).isEqualTo(DecodedFrames.ofFile(TestMedia.mov()));
  }

  @ParameterizedTest
  @MethodSource("unmovable")
  void what_cannot_be_moved_is_told(String why, byte[] index) {
    byte[] file = concat(box("ftyp"), box("mdat", new byte[100]), index);
    assertThatThrownBy(() -> MovableFile.of(file).moved())
        .isInstanceOf(UnmovableIndexException.class)
        .hasMessageContaining(why);
  }

  static Stream<Arguments> unmovable() {
    byte[] inside = places(20);
    return Stream.of(
        Arguments.of("no index", box("free")),
        Arguments.of("no index", boxOfSize(200, "moov")),
        Arguments.of("names no media", box("moov", box("mvhd", new byte[100]))),
        Arguments.of("names no media", index(places())),
        Arguments.of("compressed", box("moov", box("cmov", new byte[50]))),
        Arguments.of("fragments", box("moov", box("mvex", new byte[50]))),
        Arguments.of("fragments", concat(index(inside), box("moof"))),
        Arguments.of("encryption", index(inside, box("saio", new byte[12]))),
        Arguments.of("outside", index(places(15))),
        Arguments.of("outside", index(places(20, 116))),
        Arguments.of("outside", index(inside, box("co64", new byte[4], new byte[] {0, 0, 0, 1}, new byte[8]))),
        Arguments.of("outside", concat(box("mdat", new byte[100]), index(places(20, 130)))),
        Arguments.of("in 12", index(box("stco", new byte[4], new byte[] {0, 0, 0, 2}, new byte[4]))),
        Arguments.of("in 8", index(box("stco", new byte[4], new byte[] {-1, -1, -1, -1}))),
        Arguments.of("without a length", index(box("stco", new byte[7]))),
        Arguments.of("does not fit", index(boxOfSize(4, "stsz"), inside)),
        Arguments.of("does not fit", index(inside, boxOfSize(1000, "stsz"))),
        Arguments.of("does not fit", index(inside, boxOfSize(0, "stsz"))),
        Arguments.of("boxes within boxes", nested(inside)));
  }

  @Test
  void damage_is_met_with_an_answer() throws IOException {
    Random random = new Random(11);
    MovableFile file = MovableFile.of(FormatMedia.movie("small.mp4", H264 + "-c:a aac"));
    int start = (int) file.layout().payloadEnd();
    int movable = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = file.bytes().clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        int at = start + random.nextInt(bytes.length - start);
        bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(9));
      }
      MovableFile damaged = new MovableFile(bytes, file.layout());
      try {
        byte[] head = MovedIndex.head(damaged.layout(), damaged.front(), damaged.tail());
        assertThat(head).hasSizeLessThanOrEqualTo(2 * (bytes.length - start) + start);
        movable++;
      } catch (UnmovableIndexException e) {
        assertThat(e).hasMessageMatching("[\\w\\s,]+");
      }
    }
    // Most bytes of an index say nothing of places.
    assertThat(movable).isBetween(2_000, 19_000);
  }

  private static byte[] index(byte[]... table) {
    return box("moov", box("trak", box("mdia", box("minf", box("stbl", table)))));
  }

  private static byte[] nested(byte[] innermost) {
    byte[] box = innermost;
    for (int depth = 0; depth < 10; depth++) {
      box = box("trak", box);
    }
    return box("moov", box);
  }

  private static byte[] places(int... places) {
    ByteBuffer content = ByteBuffer.allocate(8 + 4 * places.length).putInt(4, places.length).position(8);
    for (int place : places) {
      content.putInt(place);
    }
    return box("stco", content.array());
  }

  /** An index of one track whose places have 64 bits. */
  private static byte[] widened(byte[] index) {
    byte[] narrow = copy(index, CHUNKS);
    ByteBuffer in = ByteBuffer.wrap(narrow).position(16);
    ByteBuffer wide = ByteBuffer.allocate(8 + 2 * in.remaining()).put(narrow, 8, 8);
    while (in.hasRemaining()) {
      wide.putLong(Integer.toUnsignedLong(in.getInt()));
    }
    byte[] table = box("co64", wide.array());
    int at = find(index, CHUNKS);
    byte[] result =
        concat(Arrays.copyOf(index, at), table, Arrays.copyOfRange(index, at + narrow.length, index.length));
    for (int depth = 1; depth < CHUNKS.length; depth++) {
      String[] parent = Arrays.copyOf(CHUNKS, depth);
      result = withInt(result, -8, copy(index, parent).length + table.length - narrow.length, parent);
    }
    return result;
  }

  private static byte[] shifted(byte[] index, int shift) {
    byte[] result = index.clone();
    ByteBuffer places = ByteBuffer.wrap(result);
    int at = find(index, CHUNKS);
    for (int i = at + 16; i < at + copy(index, CHUNKS).length; i += 4) {
      places.putInt(i, places.getInt(i) + shift);
    }
    return result;
  }

  private static byte[] shifted64(byte[] index, int shift) {
    byte[] result = index.clone();
    String[] path = CHUNKS.clone();
    path[path.length - 1] = "co64";
    ByteBuffer places = ByteBuffer.wrap(result);
    int at = find(index, path);
    for (int i = at + 16; i < at + copy(index, path).length; i += 8) {
      places.putLong(i, places.getLong(i) + shift);
    }
    return result;
  }
}
