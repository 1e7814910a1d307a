package io.safelight.hostile;

import static io.safelight.hostile.Boxes.box;
import static io.safelight.hostile.Boxes.boxOfSize;
import static io.safelight.hostile.Boxes.concat;
import static io.safelight.hostile.Boxes.copy;
import static io.safelight.hostile.Boxes.find;
import static io.safelight.hostile.Boxes.intAt;
import static io.safelight.hostile.Boxes.withBox;
import static io.safelight.hostile.Boxes.withInt;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.safelight.testmedia.TestMedia;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** MP4 files that are made to cost a reader time, memory or its composure. Each begins as a file that plays. */
final class HostileMp4 {
  private static final String[] SAMPLE_TABLE = {"moov", "trak", "mdia", "minf", "stbl"};

  private HostileMp4() {}

  /** The content claims to be as long as a 64-bit number can say. */
  static byte[] boxOfExabytes() {
    byte[] file = playable();
    int content = find(file, "mdat");
    byte[] header = ByteBuffer.allocate(16).putInt(1).put("mdat".getBytes(US_ASCII)).putLong(Long.MAX_VALUE).array();
    return concat(header, Arrays.copyOfRange(file, content + 8, file.length), copy(file, "moov"));
  }

  /** The index claims to be smaller than its own header. */
  static byte[] boxSmallerThanItsHeader() {
    byte[] file = playable();
    return withInt(file, -8, 4, "moov");
  }

  /** The index claims four gigabytes. */
  static byte[] indexOfGigabytes() {
    byte[] file = playable();
    return withInt(file, -8, -1, "moov");
  }

  /** A hundred thousand boxes, each in the one before. */
  static byte[] boxesInBoxes() {
    int depth = 100_000;
    ByteBuffer nested = ByteBuffer.allocate(depth * 8);
    for (int i = 0; i < depth; i++) {
      nested.putInt((depth - i) * 8).put((i == 0 ? "moov" : "trak").getBytes(US_ASCII));
    }
    return concat(copy(playable(), "ftyp"), nested.array());
  }

  /** Tables that claim two thousand million entries and hold a few. */
  static byte[] tableOfBillions(String table) {
    String[] path = Arrays.copyOf(SAMPLE_TABLE, SAMPLE_TABLE.length + 1);
    path[SAMPLE_TABLE.length] = table;
    return withInt(playable(), table.equals("stsz") ? 8 : 4, Integer.MAX_VALUE, path);
  }

  /** Samples of no size of their own but a common one, so that their number costs no byte. */
  static byte[] billionsOfSamples() {
    byte[] file = playable();
    String[] sizes = {"moov", "trak", "mdia", "minf", "stbl", "stsz"};
    String[] times = {"moov", "trak", "mdia", "minf", "stbl", "stts"};
    String[] chunks = {"moov", "trak", "mdia", "minf", "stbl", "stsc"};
    file = withInt(withInt(file, 4, 1, sizes), 8, 500_000_000, sizes);
    file = withInt(withInt(file, 8, 500_000_000, times), 12, 1, times);
    return withInt(file, 12, 500_000_000, chunks);
  }

  /** As many tracks as a reader will take. */
  static byte[] tenThousandTracks() {
    byte[] file = playable();
    byte[] track = copy(file, "moov", "trak");
    ByteArrayOutputStream tracks = new ByteArrayOutputStream();
    for (int i = 1; i <= 10_000; i++) {
      // The number of the track stands behind version, flags and two times.
      tracks.writeBytes(withInt(track, 12, i, "trak", "tkhd"));
    }
    byte[] index = box("moov", copy(file, "moov", "mvhd"), tracks.toByteArray());
    return concat(copy(file, "ftyp"), copy(file, "mdat"), index);
  }

  /** A file whose fragments go on and on, each with nothing in it. */
  static byte[] endlessFragments() {
    byte[] file = bytes(TestMedia.mp4Fragmented());
    byte[] empty = box("moof", box("mfhd", new byte[8]), box("traf", box("tfhd", new byte[] {0, 0, 0, 0, 0, 0, 0, 1})));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(copy(file, "ftyp"));
    bytes.writeBytes(copy(file, "moov"));
    for (int i = 0; i < 300_000; i++) {
      bytes.writeBytes(empty);
    }
    bytes.writeBytes(boxOfSize(8, "mdat"));
    return bytes.toByteArray();
  }

  /** A film without content, which says that it lies elsewhere: under an address, as ISO/IEC 14496-12 has it. */
  static byte[] contentElsewhere(String address) {
    return withReference(box("url ", new byte[4], (address + "\0").getBytes(US_ASCII)));
  }

  /** The same in the way of QuickTime: an alias record, with the path of a file. */
  static byte[] contentOfAlias(String path) {
    byte[] name = (path + (path.length() % 2 == 0 ? "" : "\0")).getBytes(US_ASCII);
    // Names of 27 and 63 bytes at most, here empty, and levels of folders between this file and that.
    ByteBuffer alias = ByteBuffer.allocate(4 + 10 + 28 + 12 + 64 + 16 + 4 + 16 + 4 + name.length + 4);
    alias.putShort(134, (short) 1).putShort(136, (short) 1);
    alias.position(154).putShort((short) 2).putShort((short) name.length).put(name).putShort((short) -1);
    return withReference(box("alis", alias.array()));
  }

  private static byte[] withReference(byte[] reference) {
    byte[] file = playable();
    byte[] table = box("dref", new byte[] {0, 0, 0, 0, 0, 0, 0, 1}, reference);
    byte[] film = withBox(file, table, "moov", "trak", "mdia", "minf", "dinf", "dref");
    return concat(copy(film, "ftyp"), copy(film, "moov"));
  }

  /** Neither file nor track nor frame lasts any time. */
  static byte[] zeroDurations() {
    return withFrameDuration(0);
  }

  /** Each frame ends before it began. */
  static byte[] negativeDurations() {
    return withFrameDuration(-512);
  }

  private static byte[] withFrameDuration(int duration) {
    byte[] file = withInt(playable(), 16, duration, "moov", "mvhd");
    file = withInt(file, 20, duration, "moov", "trak", "tkhd");
    file = withInt(file, 16, duration, "moov", "trak", "mdia", "mdhd");
    String[] times = {"moov", "trak", "mdia", "minf", "stbl", "stts"};
    for (int entry = 0; entry < intAt(file, 4, times); entry++) {
      file = withInt(file, 12 + entry * 8, duration, times);
    }
    return file;
  }

  private static byte[] playable() {
    return bytes(TestMedia.mp4WithoutAudio());
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
