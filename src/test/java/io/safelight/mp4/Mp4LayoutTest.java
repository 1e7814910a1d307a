package io.safelight.mp4;

import static io.safelight.hostile.Boxes.box;
import static io.safelight.hostile.Boxes.boxOfSize;
import static io.safelight.hostile.Boxes.concat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.mp4.Mp4Layout.InOrder;
import io.safelight.mp4.Mp4Layout.IndexAtEnd;
import io.safelight.mp4.Mp4Layout.Irregular;
import io.safelight.mp4.Mp4Layout.NeedsMore;
import io.safelight.mp4.Mp4Layout.NotMp4;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Mp4LayoutTest {
  private static final byte[] TYPE = box("ftyp", "isom".getBytes(US_ASCII), new byte[4]);
  private static final byte[] INDEX = box("moov", new byte[100]);
  private static final byte[] MEDIA = box("mdat", new byte[1000]);

  @Test
  void a_file_with_the_index_in_front_is_in_order() {
    assertThat(layout(TYPE, box("free", new byte[7]), INDEX, MEDIA)).isEqualTo(new InOrder(16 + 15 + 108));
  }

  @Test
  void the_header_of_the_index_is_enough_to_know() {
    assertThat(Mp4Layout.of(ByteBuffer.wrap(concat(TYPE, INDEX), 0, 24), 5_000)).isEqualTo(new InOrder(124));
  }

  @Test
  void fragments_behind_an_index_are_in_order() throws IOException {
    assertThat(Mp4Layout.of(ByteBuffer.wrap(Files.readAllBytes(TestMedia.mp4Fragmented())), 1 << 20))
        .isInstanceOf(InOrder.class);
  }

  @Test
  void fragments_without_an_index_before_them_are_irregular() {
    assertThat(layout(TYPE, box("moof", new byte[8]), MEDIA, INDEX)).isInstanceOf(Irregular.class);
  }

  @Test
  void media_in_front_tell_where_the_tail_begins() {
    assertThat(layout(TYPE, box("free"), MEDIA, INDEX)).isEqualTo(new IndexAtEnd(32, 1032));
  }

  @Test
  void the_header_of_the_media_is_enough_to_know() {
    assertThat(Mp4Layout.of(ByteBuffer.wrap(boxOfSize(100_000, "mdat")), 100_500))
        .isEqualTo(new IndexAtEnd(8, 100_000));
  }

  @Test
  void media_may_have_a_length_of_64_bits() {
    byte[] header = ByteBuffer.allocate(16).putInt(1).put("mdat".getBytes(US_ASCII)).putLong(5L << 30).array();
    assertThat(Mp4Layout.of(ByteBuffer.wrap(concat(TYPE, header)), (5L << 30) + 16 + 400))
        .isEqualTo(new IndexAtEnd(32, 16 + (5L << 30)));
    assertThat(Mp4Layout.of(ByteBuffer.wrap(concat(TYPE, header), 0, 24), (5L << 30) + 16 + 400))
        .isEqualTo(new NeedsMore(32));
  }

  @ParameterizedTest
  @MethodSource("oldQuickTime")
  void a_file_of_an_old_camera_needs_no_type(List<byte[]> boxes) {
    assertThat(layout(boxes.toArray(byte[][]::new))).isInstanceOf(IndexAtEnd.class);
  }

  static Stream<List<byte[]>> oldQuickTime() {
    return Stream.of(
        List.of(MEDIA, INDEX),
        List.of(box("wide"), MEDIA, INDEX),
        List.of(box("free", new byte[32]), MEDIA, INDEX),
        List.of(box("skip", new byte[32]), box("wide"), MEDIA, box("free"), INDEX),
        List.of(box("uuid", new byte[900]), MEDIA, INDEX));
  }

  @Test
  void an_empty_box_of_media_is_passed_over() {
    assertThat(layout(TYPE, box("mdat"), INDEX, MEDIA)).isInstanceOf(InOrder.class);
  }

  @Test
  void media_up_to_the_end_of_the_file_leave_no_place_for_an_index() {
    assertThat(layout(TYPE, boxOfSize(0, "mdat", new byte[1000]))).isInstanceOf(Irregular.class);
    assertThat(layout(TYPE, INDEX, boxOfSize(0, "mdat", new byte[1000]))).isInstanceOf(InOrder.class);
  }

  @Test
  void a_file_that_was_cut_off_is_irregular() {
    assertThat(Mp4Layout.of(ByteBuffer.wrap(concat(TYPE, MEDIA)), 700)).isInstanceOf(Irregular.class);
    assertThat(Mp4Layout.of(ByteBuffer.wrap(TYPE), TYPE.length)).isInstanceOf(Irregular.class);
    assertThat(Mp4Layout.of(ByteBuffer.wrap(concat(TYPE, new byte[5])), TYPE.length + 5)).isInstanceOf(Irregular.class);
  }

  @Test
  void a_tail_that_is_too_long_to_be_an_index_is_irregular() {
    ByteBuffer prefix = ByteBuffer.wrap(boxOfSize(100, "mdat"));
    assertThat(Mp4Layout.of(prefix, 100L + Mp4Layout.MOST_TAIL_BYTES)).isInstanceOf(IndexAtEnd.class);
    assertThat(Mp4Layout.of(prefix, 101L + Mp4Layout.MOST_TAIL_BYTES)).isInstanceOf(Irregular.class);
  }

  @Test
  void the_front_is_not_searched_without_end() {
    ByteBuffer prefix = ByteBuffer.wrap(concat(TYPE, boxOfSize(Mp4Layout.MOST_FRONT_BYTES, "free")));
    assertThat(Mp4Layout.of(prefix, 1L << 30)).isInstanceOf(Irregular.class);
  }

  @ParameterizedTest
  @MethodSource("impossibleSizes")
  void a_box_of_an_impossible_size_is_irregular(byte[] box) {
    assertThat(Mp4Layout.of(ByteBuffer.wrap(concat(TYPE, box)), 10_000)).isInstanceOf(Irregular.class);
  }

  static Stream<byte[]> impossibleSizes() {
    return Stream.concat(
        Stream.of(2, 7, 9_985, -1).map(size -> boxOfSize(size, "free")),
        Stream.of(0L, 15L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)
            .map(size -> boxOfSize(1, "mdat", ByteBuffer.allocate(8).putLong(size).array())));
  }

  @ParameterizedTest
  @MethodSource("others")
  void what_is_none_of_these_files_is_told_by_eight_bytes(byte[] start) {
    assertThat(Mp4Layout.of(ByteBuffer.wrap(start, 0, 8), 100_000)).isEqualTo(new NotMp4());
  }

  static Stream<byte[]> others() throws IOException {
    return Stream.concat(
        Stream.of(TestMedia.mkv(), TestMedia.mpegTs(), TestMedia.avi(), TestMedia.jpeg(), TestMedia.gifStill())
            .map(Mp4LayoutTest::bytes),
        Stream.of("WEBVTT\n\n00:00".getBytes(ISO_8859_1), new byte[8]));
  }

  @Test
  void a_file_of_a_few_bytes_is_none() {
    for (int total = 0; total < 8; total++) {
      assertThat(Mp4Layout.of(ByteBuffer.wrap(TYPE, 0, total), total)).isEqualTo(new NotMp4());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_prefix_gives_the_answer_or_says_how_much_more_it_takes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Mp4Layout answer = Mp4Layout.of(ByteBuffer.wrap(bytes), bytes.length);
    long needed = 8;
    for (int known = 0; known <= bytes.length; known++) {
      Mp4Layout layout = Mp4Layout.of(ByteBuffer.wrap(bytes, 0, known), bytes.length);
      if (layout instanceof NeedsMore(long prefixBytes)) {
        assertThat(prefixBytes).isGreaterThan(known).isGreaterThanOrEqualTo(needed);
        needed = prefixBytes;
      } else {
        assertThat(layout).isEqualTo(answer);
        assertThat((long) known).isGreaterThanOrEqualTo(needed);
      }
    }
  }

  static Stream<Path> files() {
    return Stream.of(
        TestMedia.mp4(), TestMedia.mp4IndexAtEnd(), TestMedia.mov(), TestMedia.mp4Fragmented(), TestMedia.mpegTs());
  }

  @Test
  void rubbish_is_met_with_an_answer() {
    Random random = new Random(4);
    byte[] file = concat(TYPE, box("free", new byte[9]), box("uuid", new byte[40]), MEDIA, INDEX);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = file.clone();
      for (int change = 0; change <= random.nextInt(6); change++) {
        bytes[random.nextInt(110)] = (byte) random.nextInt();
      }
      ByteBuffer prefix = ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length));
      long total = random.nextBoolean() ? bytes.length : random.nextLong() >>> random.nextInt(64);
      switch (Mp4Layout.of(prefix, total)) {
        case InOrder(long indexEnd) -> assertThat(indexEnd).isBetween(8L, total);
        case IndexAtEnd(long start, long end) -> assertThat(List.of(8L, start, end, total)).isSorted();
        case NeedsMore(long prefixBytes) -> assertThat(prefixBytes).isBetween(prefix.remaining() + 1L, total);
        case Irregular _, NotMp4 _ -> {}
      }
    }
  }

  private static Mp4Layout layout(byte[]... boxes) {
    byte[] file = concat(boxes);
    return Mp4Layout.of(ByteBuffer.wrap(file), file.length);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
