/** The command line. */
@NullMarked
package io.safelight.cli;

import org.jspecify.annotations.NullMarked;
