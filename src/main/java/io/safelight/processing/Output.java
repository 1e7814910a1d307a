package io.safelight.processing;

import io.safelight.media.VariantRole;
import java.nio.file.Path;

/**
 * A file that a step made, not yet published; see {@link io.safelight.media.Variant} for the fields.
 *
 * @param file in the folder of the attempt
 */
record Output(Path file, String name, String contentType, int width, int height, int bitrate, VariantRole role) {

  /** A whole file. */
  Output(Path file, String name, String contentType, int width, int height, int bitrate) {
    this(file, name, contentType, width, height, bitrate, VariantRole.FILE);
  }
}
