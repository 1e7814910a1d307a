package io.safelight.client;

import static io.safelight.hostile.Boxes.box;
import static io.safelight.hostile.Boxes.concat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentOrderTest {
  private static final byte[] INDEX = box("moov", new byte[142]);
  private static final byte[] MEDIA = box("mdat", new byte[642]);

  @TempDir Path folder;

  @Test
  void a_file_that_can_be_read_in_order_is_sent_in_order() throws IOException {
    assertThat(order(100, box("ftyp"), INDEX, MEDIA)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(order(300, new byte[800])).containsExactly(0, 1, 2);
  }

  @Test
  void the_ends_are_all_segments_that_have_something_else_than_media() throws IOException {
    assertThat(order(100, box("ftyp"), MEDIA, INDEX)).containsExactly(0, 6, 7, 8, 1, 2, 3, 4, 5);
    assertThat(order(100, box("free", new byte[180]), MEDIA, INDEX)).containsExactly(0, 1, 8, 9, 2, 3, 4, 5, 6, 7);
    assertThat(order(100, box("free", new byte[92 - 8]), MEDIA, INDEX)).containsExactly(0, 7, 8, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void a_small_file_has_both_ends_in_one_segment() throws IOException {
    assertThat(order(1000, box("ftyp"), MEDIA, INDEX)).containsExactly(0);
    assertThat(order(500, box("ftyp"), MEDIA, INDEX)).containsExactly(0, 1);
  }

  @Test
  void an_empty_file_has_no_segments() throws IOException {
    assertThat(order(100)).isEmpty();
  }

  @Test
  void the_media_are_found_behind_many_small_boxes() throws IOException {
    byte[] front = concat(Collections.nCopies(2_000, box("free")).toArray(byte[][]::new));
    assertThat(order(10_000, front, MEDIA, box("moov", new byte[20_000]))).containsExactly(0, 1, 2, 3);
    assertThat(order(10_000, front, box("mdat", new byte[30_000]), INDEX)).containsExactly(0, 1, 4, 2, 3);
  }

  private int[] order(int segmentBytes, byte[]... boxes) throws IOException {
    Path file = Files.write(folder.resolve("file"), concat(boxes));
    try (FileChannel channel = FileChannel.open(file)) {
      return SegmentOrder.of(channel, segmentBytes).toArray();
    }
  }
}
