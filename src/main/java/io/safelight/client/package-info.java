/** The Java client that the command line is built on. */
@NullMarked
package io.safelight.client;

import org.jspecify.annotations.NullMarked;
