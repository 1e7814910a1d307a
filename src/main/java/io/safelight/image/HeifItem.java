package io.safelight.image;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A coded picture within a HEIF file.
 *
 * @param codec four letters, such as {@code hvc1} or {@code av01}
 * @param configuration of its decoder: an {@code HEVCDecoderConfigurationRecord} or {@code AV1CodecConfigurationRecord}
 * @param extents where its bytes are, in order
 */
public record HeifItem(String codec, int width, int height, ByteBuffer configuration, List<Extent> extents) {
  public HeifItem {
    configuration = configuration.asReadOnlyBuffer();
    extents = List.copyOf(extents);
  }

  /** Some bytes of the file. */
  public record Extent(long offset, long length) {
    public Extent {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException("outside of the file");
      }
    }
  }

  /** Bytes of all extents together. */
  public long length() {
    return extents.stream().mapToLong(Extent::length).sum();
  }
}
