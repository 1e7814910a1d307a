package io.safelight.mp4;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Puts the index of a file in front of its media, so that the file can be read from beginning to end, before the media are
 * there. What the index says of places in the file is shifted by as much as the media move; nothing else in it changes.
 */
public final class MovedIndex {
  private MovedIndex() {}

  /**
   * The bytes that take the place of everything in front of the payload. The payload follows unchanged, and is the end of the
   * file: of what stood behind it, only the index is needed to play it.
   *
   * @param layout of the file
   * @param front the file up to the payload; the buffers are not changed
   * @param tail the file from the end of the payload to its own end
   * @return as long as the front and the index together, and longer only where 32 bits no longer reach the media
   * @throws UnmovableIndexException when there is no index, or it is broken, compressed, continued by fragments, or says of
   *     anything that it is outside of the payload
   */
  public static byte[] head(Mp4Layout.IndexAtEnd layout, ByteBuffer front, ByteBuffer tail)
      throws UnmovableIndexException {
    if (front.remaining() != layout.payloadStart() || tail.remaining() > Mp4Layout.MOST_TAIL_BYTES) {
      throw new IllegalArgumentException(front.remaining() + " bytes in front, and " + tail.remaining() + " behind");
    }
    ByteBuffer index = index(tail.slice());
    IndexSurvey survey = IndexSurvey.of(index, layout);
    ByteBuffer before = front.slice();
    int type =
        BoxHeader.peek(before)
            .filter(box -> box.type().equals("ftyp") && box.fits(before.remaining()))
            .map(box -> (int) box.bytes())
            .orElse(0);
    ByteBuffer head = ByteBuffer.allocate(before.remaining() + survey.bytes()).put(before.slice(0, type));
    IndexBoxes.visit(index, new IndexWriter(survey, head));
    return head.put(before.slice(type, before.remaining() - type)).array();
  }

  /** The first one is what readers take. */
  private static ByteBuffer index(ByteBuffer tail) throws UnmovableIndexException {
    Optional<ByteBuffer> index = Optional.empty();
    while (true) {
      Optional<BoxHeader> box =
          BoxHeader.peek(tail).map(read -> read.upTo(tail.remaining())).filter(read -> read.fits(tail.remaining()));
      if (box.isEmpty()) {
        return index.orElseThrow(() -> new UnmovableIndexException("no index behind the media"));
      }
      if (box.get().type().equals("moof")) {
        throw new UnmovableIndexException("fragments behind the media");
      }
      int bytes = (int) box.get().bytes();
      if (box.get().type().equals("moov") && index.isEmpty()) {
        index = Optional.of(tail.slice(tail.position(), bytes));
      }
      tail.position(tail.position() + bytes);
    }
  }
}
