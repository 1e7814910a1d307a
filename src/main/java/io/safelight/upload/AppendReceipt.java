package io.safelight.upload;

import io.safelight.media.Media;

/**
 * What APPEND answers: the bytes of the segment survive a crash.
 *
 * @param segmentCount segments stored so far, this one included
 */
public record AppendReceipt(Media media, int segmentCount) {}
