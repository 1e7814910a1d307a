package io.safelight.processing;

import java.nio.file.Path;

/**
 * A file that a step made, not yet published; see {@link io.safelight.media.Variant} for the fields.
 *
 * @param file in the folder of the attempt
 */
record Output(Path file, String name, String contentType, int width, int height, int bitrate) {}
