/** Pictures that are made: their formats, what is taken out of them, and their BlurHash. */
@NullMarked
package io.safelight.picture;

import org.jspecify.annotations.NullMarked;
