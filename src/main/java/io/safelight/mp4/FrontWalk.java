package io.safelight.mp4;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/** The boxes in front of the index and the media, one after the other. */
final class FrontWalk {
  /** With what these files begin, those of old cameras included, which have no {@code ftyp}. */
  private static final Set<String> FIRST = Set.of("ftyp", "moov", "mdat", "wide", "free", "skip", "pnot", "uuid");

  private final ByteBuffer prefix;
  private final long total;

  FrontWalk(ByteBuffer prefix, long total) {
    this.prefix = prefix;
    this.total = total;
  }

  Mp4Layout layout() {
    long at = 0;
    while (true) {
      if (at > Mp4Layout.MOST_FRONT_BYTES) {
        return new Mp4Layout.Irregular("neither index nor media in the first " + at + " bytes");
      }
      ByteBuffer here = prefix.slice((int) Math.min(at, prefix.limit()), (int) Math.max(0, prefix.limit() - at));
      Optional<BoxHeader> read = BoxHeader.peek(here);
      if (read.isEmpty()) {
        long needed = at + BoxHeader.bytesAt(here);
        if (needed <= total) {
          return new Mp4Layout.NeedsMore(needed);
        }
        return at == 0 ? new Mp4Layout.NotMp4() : new Mp4Layout.Irregular("neither index nor media");
      }
      BoxHeader box = read.get().upTo(total - at);
      if (at == 0 && !FIRST.contains(box.type())) {
        return new Mp4Layout.NotMp4();
      }
      if (!box.fits(total - at)) {
        return new Mp4Layout.Irregular(box.type() + " of " + box.bytes() + " bytes at " + at + " of " + total);
      }
      long end = at + box.bytes();
      switch (box.type()) {
        case "moov" -> {
          return new Mp4Layout.InOrder(end);
        }
        case "moof" -> {
          return new Mp4Layout.Irregular("fragments without an index before them");
        }
        case "mdat" -> {
          // Some writers leave an empty one in front, for a length that they then did not need.
          if (box.bytes() > box.headerBytes()) {
            return mediaFirst(at + box.headerBytes(), end);
          }
        }
        default -> {}
      }
      at = end;
    }
  }

  private Mp4Layout mediaFirst(long payloadStart, long payloadEnd) {
    long tail = total - payloadEnd;
    return tail < BoxHeader.SHORT || tail > Mp4Layout.MOST_TAIL_BYTES
        ? new Mp4Layout.Irregular(tail + " bytes behind the media")
        : new Mp4Layout.IndexAtEnd(payloadStart, payloadEnd);
  }
}
