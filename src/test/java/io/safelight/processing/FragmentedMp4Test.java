package io.safelight.processing;

import static io.safelight.hostile.Boxes.box;
import static io.safelight.hostile.Boxes.concat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.processing.FragmentedMp4.Fragment;
import io.safelight.processing.FragmentedMp4.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of a made file, as ffmpeg writes it and as what has taken it over might. */
class FragmentedMp4Test {
  private static final byte[] AVCC = box("avcC", new byte[] {1, 0x64, 0, 0x1f});
  private static final byte[] SOUND = moov(box("mp4a", new byte[28]));
  private static final byte[] MEDIA = new byte[300];

  @TempDir Path folder;

  @Test
  void head_codec_and_fragments_of_a_picture_are_read() throws Exception {
    byte[] head = concat(box("ftyp", new byte[4]), picture(AVCC));
    byte[] index = sidx(15_360, 0, 100, 30_720, 200, 15_360);

    FragmentedMp4 mp4 = read(Track.PICTURE, head, index, MEDIA);

    long first = (long) head.length + index.length;
    assertThat(mp4)
        .isEqualTo(
            new FragmentedMp4(
                Track.PICTURE,
                head.length,
                15_360,
                "avc1.64001f",
                List.of(new Fragment(first, 100, 30_720), new Fragment(first + 100, 200, 15_360))));
  }

  @Test
  void an_index_with_long_times_is_read_alike() throws Exception {
    byte[] index = longSidx(48_000, 40, 100, 96_000);
    FragmentedMp4 mp4 = read(Track.SOUND, SOUND, index, MEDIA);

    assertThat(mp4.codec()).isEqualTo("mp4a.40.2");
    assertThat(mp4.fragments()).containsExactly(new Fragment(SOUND.length + index.length + 40L, 100, 96_000));
  }

  @Test
  void a_track_of_another_kind_than_expected_is_not_announced_as_it() throws Exception {
    byte[] index = sidx(15_360, 0, 100, 30_720);
    assertIsNone(Track.PICTURE, SOUND, index, MEDIA);
    assertIsNone(Track.SOUND, picture(AVCC), index, MEDIA);
    // The letters alone, anywhere, make no picture.
    assertIsNone(Track.PICTURE, moov(box("mp4a", AVCC)), index, MEDIA);
    assertIsNone(Track.PICTURE, concat(box("moov", box("udta", AVCC))), index, MEDIA);
    assertIsNone(Track.PICTURE, picture(box("avcC", new byte[3])), index, MEDIA);
    assertIsNone(Track.PICTURE, moov(box("avc1", new byte[10])), index, MEDIA);
    assertIsNone(Track.PICTURE, index, MEDIA);
  }

  @Test
  void an_index_that_cannot_be_true_is_none() throws Exception {
    byte[] head = picture(AVCC);
    assertIsNone(Track.PICTURE, head, sidx(0, 0, 100, 30_720), MEDIA);
    assertIsNone(Track.PICTURE, head, sidx(15_360, 0), MEDIA);
    assertIsNone(Track.PICTURE, head, sidx(15_360, 0, 301, 30_720), MEDIA);
    assertIsNone(Track.PICTURE, head, sidx(15_360, 201, 100, 30_720), MEDIA);
    assertIsNone(Track.PICTURE, head, sidx(15_360, 0, 0x8000_0000, 30_720), MEDIA);
    assertIsNone(Track.PICTURE, head, longSidx(15_360, -1, 100, 30_720), MEDIA);
    assertIsNone(Track.PICTURE, head, longSidx(15_360, Long.MAX_VALUE, 100, 30_720), MEDIA);
  }

  @Test
  void a_file_that_was_cut_off_anywhere_before_its_media_has_no_index() throws Exception {
    byte[] whole = concat(picture(AVCC), sidx(15_360, 0, 100, 30_720));
    for (int length = 0; length < whole.length; length++) {
      assertIsNone(Track.PICTURE, Arrays.copyOf(whole, length));
    }
  }

  @Test
  void boxes_that_were_cut_off_within_their_length_are_no_index() throws Exception {
    byte[] sidx = sidx(15_360, 0, 100, 30_720);
    for (int content = 0; content < sidx.length - 8; content++) {
      assertIsNone(Track.PICTURE, picture(AVCC), box("sidx", Arrays.copyOfRange(sidx, 8, 8 + content)), MEDIA);
    }
    byte[] moov = picture(AVCC);
    for (int content = 0; content < moov.length - 8; content++) {
      assertIsNone(Track.PICTURE, box("moov", Arrays.copyOfRange(moov, 8, 8 + content)), sidx, MEDIA);
    }
  }

  private void assertIsNone(Track track, byte[]... parts) {
    assertThatThrownBy(() -> read(track, parts)).isInstanceOf(IOException.class);
  }

  private FragmentedMp4 read(Track track, byte[]... parts) throws IOException {
    Path file = Files.write(folder.resolve("made.mp4"), concat(parts));
    try (FileChannel channel = FileChannel.open(file, READ)) {
      return FragmentedMp4.read(channel, track);
    }
  }

  private static byte[] picture(byte[] configuration) {
    return moov(box("avc1", new byte[78], configuration));
  }

  private static byte[] moov(byte[] entry) {
    byte[] stsd = box("stsd", new byte[8], entry);
    return box("moov", box("mvhd", "avcC".getBytes(ISO_8859_1)), box("trak", box("mdia", box("minf", box("stbl", stsd)))));
  }

  /** With times of 32 bits. References are pairs of bytes and duration. */
  private static byte[] sidx(int timescale, int firstOffset, int... references) {
    ByteBuffer head = ByteBuffer.allocate(20).putInt(0).putInt(1).putInt(timescale).putInt(0).putInt(firstOffset);
    return box("sidx", head.array(), references(references));
  }

  private static byte[] longSidx(int timescale, long firstOffset, int... references) {
    ByteBuffer head = ByteBuffer.allocate(28).putInt(1 << 24).putInt(1).putInt(timescale).putLong(0).putLong(firstOffset);
    return box("sidx", head.array(), references(references));
  }

  private static byte[] references(int... references) {
    ByteBuffer out = ByteBuffer.allocate(4 + references.length * 6).putInt(references.length / 2);
    for (int i = 0; i < references.length; i += 2) {
      out.putInt(references[i]).putInt(references[i + 1]).putInt(1 << 31);
    }
    return out.array();
  }
}
