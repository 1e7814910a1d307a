/** Command line entry point and composition root. */
@NullMarked
package io.safelight;

import org.jspecify.annotations.NullMarked;
