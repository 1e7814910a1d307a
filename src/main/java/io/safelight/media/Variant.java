package io.safelight.media;

/**
 * A file that was made from a media and can be fetched.
 *
 * @param name file name in the URL, such as {@code 720p.mp4}, {@code poster.jpg} or {@code large.jpg}; unique within the media. That of a
 *     variant that was made again has a part before it, and a slash; files that name each other have the same one
 * @param contentType MIME type
 * @param key where the bytes are in the blob store
 * @param size bytes
 * @param width pixels, 0 for subtitles
 * @param height pixels, 0 for subtitles
 * @param bitrate bits per second, 0 where it has no meaning
 * @param role whether it is told of
 */
public record Variant(
    String name, String contentType, String key, long size, int width, int height, int bitrate, VariantRole role) {

  /** A whole file. */
  public Variant(String name, String contentType, String key, long size, int width, int height, int bitrate) {
    this(name, contentType, key, size, width, height, bitrate, VariantRole.FILE);
  }
}
