package io.safelight.ffmpeg;

import java.util.List;

/**
 * Options that every input is read with. The input is descriptor 0 and the only protocol allowed, and only demuxers that read
 * everything from the one file they are given: playlists and session descriptions, which name other files and hosts, are
 * refused whatever a file calls itself.
 */
final class InputGuard {
  /**
   * What people upload, and audio so that a sound file can be told from rubbish. {@code image2} is not among them, because
   * it takes names for patterns of names; the others of its family read one picture.
   */
  private static final String DEMUXERS =
      "mov,matroska,mpegts,mpeg,avi,flv,asf,ogg,wav,mp3,flac,aac,gif,apng,jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe";

  private InputGuard() {}

  /**
   * The input, with what guards it; to be put after any other option of the input.
   *
   * @param maxPixels most pixels of one frame
   */
  static List<String> input(long maxPixels) {
    return List.of(
        "-protocol_whitelist", "fd",
        "-format_whitelist", DEMUXERS,
        "-max_pixels", Long.toString(maxPixels),
        "-fd", "0",
        "-i", "fd:");
  }
}
