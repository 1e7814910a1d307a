package io.safelight.processing;

/**
 * A size in which a video is made beside the first one.
 *
 * @param maxBitRate most bits per second of the picture
 */
record Rung(FrameSize size, long maxBitRate) {}
