package io.safelight.mp4;

import java.nio.ByteBuffer;
import java.util.Set;

/** Goes through the boxes of an index (ISO/IEC 14496-12, section 8) that lead to the places of chunks. */
final class IndexBoxes {
  /** Those that matter are four deep. */
  private static final int DEEPEST = 8;

  private static final Set<String> CONTAINERS = Set.of("moov", "trak", "mdia", "minf", "stbl");

  private IndexBoxes() {}

  /** Told of each box, in order. */
  interface Visitor {
    /** Before what is in it. */
    void begin(BoxHeader container, ByteBuffer header);

    void end();

    /** A table of places, of 32 or 64 bits each. */
    void offsets(ChunkOffsets offsets) throws UnmovableIndexException;

    /** Any other box, with its header, or up to seven bytes that are none. */
    void other(String type, ByteBuffer bytes) throws UnmovableIndexException;
  }

  /**
   * Visits a box that fills a buffer, and what is in it.
   *
   * @throws UnmovableIndexException when they are malformed, or as the visitor does
   */
  static void visit(ByteBuffer index, Visitor visitor) throws UnmovableIndexException {
    visit(index.slice(), visitor, 0);
  }

  private static void visit(ByteBuffer in, Visitor visitor, int depth) throws UnmovableIndexException {
    if (depth > DEEPEST) {
      throw new UnmovableIndexException("boxes within boxes");
    }
    while (in.remaining() >= BoxHeader.SHORT) {
      int start = in.position();
      BoxHeader box =
          BoxHeader.peek(in)
              .map(read -> depth == 0 ? read.upTo(in.remaining()) : read)
              .filter(read -> read.fits(in.remaining()))
              .orElseThrow(() -> new UnmovableIndexException("a box that does not fit at " + start + " of its parent"));
      ByteBuffer content = in.slice(start + box.headerBytes(), (int) box.bytes() - box.headerBytes());
      if (CONTAINERS.contains(box.type())) {
        visitor.begin(box, in.slice(start, box.headerBytes()));
        visit(content, visitor, depth + 1);
        visitor.end();
      } else if (box.type().equals("stco") || box.type().equals("co64")) {
        visitor.offsets(ChunkOffsets.of(box.type().equals("co64"), content));
      } else {
        visitor.other(box.type(), in.slice(start, (int) box.bytes()));
      }
      in.position(start + (int) box.bytes());
    }
    if (in.hasRemaining()) {
      visitor.other("", in);
    }
  }
}
