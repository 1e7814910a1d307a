package io.safelight.mp4;

import java.nio.ByteBuffer;

/** In which order an MP4 or QuickTime file has its index ({@code moov}) and its media ({@code mdat}). */
public sealed interface Mp4Layout {
  /** Most bytes that may stand in front of the first of the two: what is free, a preview, metadata. */
  int MOST_FRONT_BYTES = 4 << 20;

  /** Most bytes that may stand behind the media. */
  int MOST_TAIL_BYTES = 64 << 20;

  /**
   * The index comes first, whether it names all media or is followed by fragments: the file can be read as it arrives.
   *
   * @param indexEnd number of bytes up to the end of the index
   */
  record InOrder(long indexEnd) implements Mp4Layout {}

  /**
   * The media come first. {@link MovedIndex} turns the file into one that can be read in order, once both ends are there.
   *
   * @param payloadStart where the content of the box of media begins
   * @param payloadEnd where it ends, and the tail begins, which has the index; behind it are 8 to
   *     {@value Mp4Layout#MOST_TAIL_BYTES} bytes
   */
  record IndexAtEnd(long payloadStart, long payloadEnd) implements Mp4Layout {}

  /**
   * It cannot be told yet.
   *
   * @param prefixBytes length of the prefix with which there is something new to tell; never more than the file has
   */
  record NeedsMore(long prefixBytes) implements Mp4Layout {}

  /**
   * An MP4 that is neither: broken, cut off, or of an unusual build.
   *
   * @param why for a log
   */
  record Irregular(String why) implements Mp4Layout {}

  /** It does not begin as such a file does. */
  record NotMp4() implements Mp4Layout {}

  /**
   * What is known of a file by its first bytes. Takes time for the boxes of the prefix, not for their content.
   *
   * @param prefix the first bytes, from the position of the buffer to its limit; is not changed
   * @param totalBytes length of the whole file
   */
  static Mp4Layout of(ByteBuffer prefix, long totalBytes) {
    return new FrontWalk(prefix.slice(), totalBytes).layout();
  }
}
