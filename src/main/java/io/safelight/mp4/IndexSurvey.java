package io.safelight.mp4;

import java.nio.ByteBuffer;

/**
 * What is to be known of an index before it is written anew.
 *
 * @param widen whether all places are to have 64 bits, as 32 are not enough for one of them
 * @param bytes length of the index then, which is how far the media move
 */
record IndexSurvey(boolean widen, int bytes) {
  private static final long HIGHEST_NARROW = 0xffff_ffffL;

  /**
   * Looks at an index.
   *
   * @throws UnmovableIndexException when it cannot be moved
   */
  static IndexSurvey of(ByteBuffer index, Mp4Layout.IndexAtEnd layout) throws UnmovableIndexException {
    Counter counter = new Counter(layout);
    IndexBoxes.visit(index, counter);
    if (!counter.namesMedia) {
      throw new UnmovableIndexException("the index names no media");
    }
    boolean widen = counter.highestNarrow + counter.bytes > HIGHEST_NARROW;
    return new IndexSurvey(widen, Math.toIntExact(widen ? counter.bytesWidened : counter.bytes));
  }

  private static final class Counter implements IndexBoxes.Visitor {
    private final Mp4Layout.IndexAtEnd layout;
    private boolean namesMedia;
    private long highestNarrow;
    private long bytes;
    private long bytesWidened;

    Counter(Mp4Layout.IndexAtEnd layout) {
      this.layout = layout;
    }

    @Override
    public void begin(BoxHeader container, ByteBuffer header) {
      add(header.remaining());
    }

    @Override
    public void end() {}

    @Override
    public void offsets(ChunkOffsets offsets) throws UnmovableIndexException {
      for (int i = 0; i < offsets.count(); i++) {
        long offset = offsets.at(i);
        if (offset < layout.payloadStart() || offset >= layout.payloadEnd()) {
          throw new UnmovableIndexException("a chunk at " + offset + ", outside of the media");
        }
        if (!offsets.wide()) {
          highestNarrow = Math.max(highestNarrow, offset);
        }
      }
      namesMedia |= offsets.count() > 0;
      bytes += offsets.bytes(offsets.wide());
      bytesWidened += offsets.bytes(true);
    }

    @Override
    public void other(String type, ByteBuffer box) throws UnmovableIndexException {
      switch (type) {
        case "cmov" -> throw new UnmovableIndexException("the index is compressed");
        case "mvex" -> throw new UnmovableIndexException("the index is continued by fragments");
        case "saio" -> throw new UnmovableIndexException("the index names places of encryption");
        default -> add(box.remaining());
      }
    }

    private void add(int more) {
      bytes += more;
      bytesWidened += more;
    }
  }
}
