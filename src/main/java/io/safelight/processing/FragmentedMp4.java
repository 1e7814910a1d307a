package io.safelight.processing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the index of a fragmented MP4 with one track says (ISO/IEC 14496-12: {@code ftyp}, {@code moov}, then one {@code sidx} for
 * all fragments).
 *
 * @param headBytes length of what a player needs before any fragment
 * @param timescale ticks of a second
 * @param codec of H.264 as RFC 6381 writes it, such as {@code avc1.64001f}; empty for sound
 * @param fragments in order, one behind the other
 */
record FragmentedMp4(long headBytes, long timescale, String codec, List<Fragment> fragments) {
  private static final int MAX_BOX_BYTES = 16 << 20;
  private static final int BOX_HEADER_BYTES = 8;

  FragmentedMp4 {
    fragments = List.copyOf(fragments);
  }

  /**
   * A part that can be decoded once the head is known.
   *
   * @param offset of its first byte
   * @param duration in ticks
   */
  record Fragment(long offset, long bytes, long duration) {}

  /**
   * Reads the index.
   *
   * @throws IOException when there is none
   */
  static FragmentedMp4 read(SeekableByteChannel file) throws IOException {
    String codec = "";
    long headBytes = 0;
    while (true) {
      long start = file.position();
      ByteBuffer header = read(file, BOX_HEADER_BYTES);
      long bytes = Integer.toUnsignedLong(header.getInt());
      byte[] type = new byte[4];
      header.get(type);
      if (bytes < BOX_HEADER_BYTES || bytes > MAX_BOX_BYTES) {
        throw new IOException("a box of " + bytes + " bytes before the index");
      }
      ByteBuffer content = read(file, (int) bytes - BOX_HEADER_BYTES);
      switch (new String(type, ISO_8859_1)) {
        case "moov" -> {
          codec = codec(content);
          headBytes = start + bytes;
        }
        case "sidx" -> {
          return index(content, start + bytes, headBytes, codec);
        }
        default -> {}
      }
    }
  }

  private static FragmentedMp4 index(ByteBuffer sidx, long anchor, long headBytes, String codec) {
    int version = sidx.get();
    sidx.position(8);
    long timescale = Integer.toUnsignedLong(sidx.getInt());
    sidx.position(sidx.position() + (version == 0 ? 4 : 8));
    long offset = anchor + (version == 0 ? Integer.toUnsignedLong(sidx.getInt()) : sidx.getLong());
    int count = sidx.position(sidx.position() + 2).getShort() & 0xFFFF;
    List<Fragment> fragments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long bytes = sidx.getInt() & 0x7FFF_FFFFL;
      fragments.add(new Fragment(offset, bytes, Integer.toUnsignedLong(sidx.getInt())));
      sidx.getInt();
      offset += bytes;
    }
    return new FragmentedMp4(headBytes, timescale, codec, fragments);
  }

  /** Profile, constraints and level are the bytes behind the version of the decoder's configuration (ISO/IEC 14496-15). */
  private static String codec(ByteBuffer moov) {
    int box = ISO_8859_1.decode(moov.duplicate()).toString().indexOf("avcC");
    return box < 0
        ? ""
        : String.format(Locale.ROOT, "avc1.%02x%02x%02x", moov.get(box + 5), moov.get(box + 6), moov.get(box + 7));
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
