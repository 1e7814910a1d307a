/** The domain: media, their states, their errors, and the repositories that keep them. */
@NullMarked
package io.safelight.media;

import org.jspecify.annotations.NullMarked;
