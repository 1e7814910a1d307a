package io.safelight.processing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safelight.media.Segment;
import io.safelight.mp4.MovedIndex;
import io.safelight.mp4.Mp4Layout;
import io.safelight.mp4.UnmovableIndexException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.LoggerFactory;

/** In which order the bytes of an upload can be given to a reader that cannot go back, as far as what is stored of it tells. */
sealed interface ReadingOrder {
  /** What a container begins with is in these; only the index of an MP4 may need more. */
  int PROBED_BYTES = 1 << 20;

  /** The most of an MP4 that is looked at to learn where its index is. */
  int FRONT_BYTES = Mp4Layout.MOST_FRONT_BYTES + PROBED_BYTES;

  /**
   * The order is known.
   *
   * @param head comes first; not to be moved
   * @param from offset in the file of what follows the head
   * @param to offset of the end of it
   * @param probed how many bytes, from the first of the head on, tell what the file is
   * @param declared whether these say for all of the file how long and how large its picture is
   * @param read the segments that the head was made from
   */
  record Known(ByteBuffer head, long from, long to, long probed, boolean declared, List<Segment> read)
      implements ReadingOrder {
    public Known {
      head = head.asReadOnlyBuffer();
      read = List.copyOf(read);
    }
  }

  /** More has to be there to tell. */
  record Later() implements ReadingOrder {}

  /** It has to be read as a whole. */
  record Never() implements ReadingOrder {}

  /**
   * Finds the order.
   *
   * @param total bytes of the whole file
   */
  static ReadingOrder of(StoredBytes stored, long total) throws IOException {
    if (stored.headBytes() < Math.min(total, PROBED_BYTES)) {
      return new Later();
    }
    ByteBuffer front = ByteBuffer.wrap(stored.read(0, (int) Math.min(stored.headBytes(), FRONT_BYTES)));
    return switch (Mp4Layout.of(front, total)) {
      case Mp4Layout.InOrder(long indexEnd) -> indexFirst(stored, total, indexEnd);
      case Mp4Layout.IndexAtEnd layout -> indexMoved(stored, total, layout);
      case Mp4Layout.NeedsMore(long bytes) -> bytes > FRONT_BYTES ? new Never() : new Later();
      case Mp4Layout.Irregular _ -> new Never();
      case Mp4Layout.NotMp4() ->
          isMatroska(front) || isTransportStream(front) ? asItIs(stored, total, PROBED_BYTES, false) : new Never();
    };
  }

  private static ReadingOrder indexFirst(StoredBytes stored, long total, long indexEnd) throws IOException {
    if (indexEnd > Mp4Layout.MOST_TAIL_BYTES) {
      return new Never();
    }
    if (stored.headBytes() < indexEnd) {
      return new Later();
    }
    // What is continued by fragments says only of the first of them how long it lasts.
    boolean continued = new String(stored.read(0, (int) indexEnd), ISO_8859_1).contains("mvex");
    return asItIs(stored, total, indexEnd + PROBED_BYTES, !continued);
  }

  private static Known asItIs(StoredBytes stored, long total, long probed, boolean declared) {
    return new Known(ByteBuffer.allocate(0), 0, total, probed, declared, stored.read());
  }

  /** The index is there when its end of the file was sent before the middle. */
  private static ReadingOrder indexMoved(StoredBytes stored, long total, Mp4Layout.IndexAtEnd layout)
      throws IOException {
    if (stored.headBytes() < layout.payloadStart() || stored.tailOffset() > layout.payloadEnd()) {
      return new Later();
    }
    try {
      ByteBuffer front = ByteBuffer.wrap(stored.read(0, (int) layout.payloadStart()));
      ByteBuffer tail = ByteBuffer.wrap(stored.read(layout.payloadEnd(), (int) (total - layout.payloadEnd())));
      ByteBuffer head = ByteBuffer.wrap(MovedIndex.head(layout, front, tail));
      return new Known(
          head, layout.payloadStart(), layout.payloadEnd(), head.remaining() + PROBED_BYTES, true, stored.read());
    } catch (UnmovableIndexException e) {
      LoggerFactory.getLogger(ReadingOrder.class).debug("An upload cannot be read in order: {}", e.getMessage());
      return new Never();
    }
  }

  private static boolean isMatroska(ByteBuffer front) {
    return front.remaining() >= Integer.BYTES && front.getInt(0) == 0x1A45DFA3;
  }

  /** ISO/IEC 13818-1: packets of 188 bytes, each of which begins with 0x47. */
  private static boolean isTransportStream(ByteBuffer front) {
    int packet = 188;
    int packets = 5;
    if (front.remaining() < packet * packets) {
      return false;
    }
    for (int i = 0; i < packets; i++) {
      if (front.get(i * packet) != 0x47) {
        return false;
      }
    }
    return true;
  }
}
