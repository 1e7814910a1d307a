package io.safelight.processing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the index of a fragmented MP4 with one track says (ISO/IEC 14496-12: {@code ftyp}, {@code moov}, then one {@code sidx} for
 * all fragments).
 *
 * @param headBytes length of what a player needs before any fragment
 * @param timescale ticks of a second; positive
 * @param codec as RFC 6381 writes it, such as {@code avc1.64001f}
 * @param fragments at least one, in order, one behind the other, all within the file
 */
record FragmentedMp4(Track track, long headBytes, long timescale, String codec, List<Fragment> fragments) {
  private static final int MAX_BOX_BYTES = 16 << 20;
  private static final int BOX_HEADER_BYTES = 8;

  /** Version and flags, which begin the content of a full box. */
  private static final int FULL_BOX_BYTES = 4;

  /** {@code sidx} up to its references, with times of 32 bits and of 64; and a reference. */
  private static final int SHORT_INDEX_BYTES = 24;

  private static final int LONG_INDEX_BYTES = 32;
  private static final int REFERENCE_BYTES = 12;

  /** What stands before the boxes in a sample entry of pictures. */
  private static final int VISUAL_ENTRY_BYTES = 78;

  /** AAC of low complexity, the only kind that is made here. */
  private static final String AAC = "mp4a.40.2";

  FragmentedMp4 {
    fragments = List.copyOf(fragments);
  }

  /** What a file is expected to hold. */
  enum Track {
    /** H.264. */
    PICTURE,
    /** AAC. */
    SOUND
  }

  /**
   * A part that can be decoded once the head is known.
   *
   * @param offset of its first byte
   * @param duration in ticks
   */
  record Fragment(long offset, long bytes, long duration) {}

  /**
   * Reads the index. What wrote the file had read a file of anybody, so that nothing it says is believed.
   *
   * @throws IOException when there is none, or none of a file with such a track
   */
  static FragmentedMp4 read(SeekableByteChannel file, Track track) throws IOException {
    Optional<String> codec = Optional.empty();
    long headBytes = 0;
    while (true) {
      long start = file.position();
      ByteBuffer header = read(file, BOX_HEADER_BYTES);
      long bytes = Integer.toUnsignedLong(header.getInt());
      String type = type(header, header.position());
      if (bytes < BOX_HEADER_BYTES || bytes > MAX_BOX_BYTES) {
        throw new IOException("a box of " + bytes + " bytes before the index");
      }
      ByteBuffer content = read(file, (int) bytes - BOX_HEADER_BYTES);
      switch (type) {
        case "moov" -> {
          codec = Optional.of(codec(content, track));
          headBytes = start + bytes;
        }
        case "sidx" -> {
          String known = codec.orElseThrow(() -> new IOException("an index before what it is of"));
          int version = content.hasRemaining() ? content.get(0) : 0;
          require(content, version == 0 ? SHORT_INDEX_BYTES : LONG_INDEX_BYTES, type);
          long timescale = Integer.toUnsignedLong(content.getInt(FULL_BOX_BYTES + 4));
          List<Fragment> fragments = fragments(content, version, start + bytes, file.size());
          if (timescale == 0 || fragments.isEmpty()) {
            throw new IOException(fragments.size() + " fragments of a timescale of " + timescale);
          }
          return new FragmentedMp4(track, headBytes, timescale, known, fragments);
        }
        default -> {}
      }
    }
  }

  private static List<Fragment> fragments(ByteBuffer sidx, int version, long anchor, long end) throws IOException {
    sidx.position(version == 0 ? SHORT_INDEX_BYTES - 8 : LONG_INDEX_BYTES - 12);
    long offset = anchor + (version == 0 ? Integer.toUnsignedLong(sidx.getInt()) : sidx.getLong());
    int count = Short.toUnsignedInt(sidx.getShort(sidx.position() + 2));
    sidx.position(sidx.position() + 4);
    require(sidx, (long) count * REFERENCE_BYTES, "sidx");
    List<Fragment> fragments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long bytes = Integer.toUnsignedLong(sidx.getInt());
      long duration = Integer.toUnsignedLong(sidx.getInt());
      sidx.getInt();
      // Of a reference to another index, which nothing here makes, the first bit is set: it is too long for any file.
      if (offset < anchor || bytes > end - offset) {
        throw new IOException("a fragment of " + bytes + " bytes at " + offset + " in a file of " + end);
      }
      fragments.add(new Fragment(offset, bytes, duration));
      offset += bytes;
    }
    return fragments;
  }

  /** Of H.264: profile, constraints and level, the bytes behind the version of the decoder's configuration (ISO/IEC 14496-15). */
  private static String codec(ByteBuffer moov, Track track) throws IOException {
    ByteBuffer descriptions = moov;
    for (String type : List.of("trak", "mdia", "minf", "stbl", "stsd")) {
      descriptions = child(descriptions, type);
    }
    skip(descriptions, FULL_BOX_BYTES + 4, "stsd");
    return switch (track) {
      case SOUND -> {
        var _ = child(descriptions, "mp4a");
        yield AAC;
      }
      case PICTURE -> {
        ByteBuffer entry = child(descriptions, "avc1");
        skip(entry, VISUAL_ENTRY_BYTES, "avc1");
        ByteBuffer configuration = child(entry, "avcC");
        require(configuration, 4, "avcC");
        yield String.format(
            Locale.ROOT, "avc1.%02x%02x%02x", configuration.get(1), configuration.get(2), configuration.get(3));
      }
    };
  }

  /** The content of the first box of this type. */
  private static ByteBuffer child(ByteBuffer boxes, String type) throws IOException {
    while (boxes.remaining() >= BOX_HEADER_BYTES) {
      int at = boxes.position();
      long bytes = Integer.toUnsignedLong(boxes.getInt(at));
      if (bytes < BOX_HEADER_BYTES || bytes > boxes.remaining()) {
        throw new IOException("a box of " + bytes + " bytes in the last " + boxes.remaining() + " of another");
      }
      if (type(boxes, at + 4).equals(type)) {
        return boxes.slice(at + BOX_HEADER_BYTES, (int) bytes - BOX_HEADER_BYTES);
      }
      boxes.position(at + (int) bytes);
    }
    throw new IOException("no box " + type);
  }

  private static String type(ByteBuffer header, int at) {
    byte[] type = new byte[4];
    header.get(at, type);
    return new String(type, ISO_8859_1);
  }

  private static void skip(ByteBuffer content, int bytes, String type) throws IOException {
    require(content, bytes, type);
    content.position(content.position() + bytes);
  }

  private static void require(ByteBuffer content, long bytes, String type) throws IOException {
    if (content.remaining() < bytes) {
      throw new IOException(type + " ends before its " + bytes + " bytes");
    }
  }

  private static ByteBuffer read(SeekableByteChannel file, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (file.read(buffer) < 0) {
        throw new EOFException("no index");
      }
    }
    return buffer.flip();
  }
}
