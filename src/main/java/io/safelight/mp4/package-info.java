/**
 * MP4 and QuickTime files, read in Java: where a file that is still arriving has its index, and how the index gets in front of
 * the media. Pure computations on bytes that may be hostile.
 */
@NullMarked
package io.safelight.mp4;

import org.jspecify.annotations.NullMarked;
