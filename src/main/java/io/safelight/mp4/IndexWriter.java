package io.safelight.mp4;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes an index for media that have moved. Use an instance once. */
final class IndexWriter implements IndexBoxes.Visitor {
  private record Open(int at, boolean wideLength) {}

  private final IndexSurvey survey;
  private final ByteBuffer out;
  private final Deque<Open> open = new ArrayDeque<>();

  /**
   * A visitor of the index that was surveyed.
   *
   * @param out has room for what the survey says
   */
  IndexWriter(IndexSurvey survey, ByteBuffer out) {
    this.survey = survey;
    this.out = out;
  }

  @Override
  public void begin(BoxHeader container, ByteBuffer header) {
    open.push(new Open(out.position(), container.headerBytes() == BoxHeader.LONG));
    out.put(header);
  }

  @Override
  public void end() {
    Open box = open.pop();
    int bytes = out.position() - box.at();
    if (box.wideLength()) {
      out.putLong(box.at() + BoxHeader.SHORT, bytes);
    } else {
      out.putInt(box.at(), bytes);
    }
  }

  @Override
  public void offsets(ChunkOffsets offsets) {
    offsets.write(out, survey.bytes(), offsets.wide() || survey.widen());
  }

  @Override
  public void other(String type, ByteBuffer bytes) {
    out.put(bytes);
  }
}
