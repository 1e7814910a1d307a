/** Image headers read in Java: type, size, orientation and frames, before anything decodes them. */
@NullMarked
package io.safelight.image;

import org.jspecify.annotations.NullMarked;
