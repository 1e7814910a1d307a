/** The one exception type and the closed list of errors that a client can see. */
@NullMarked
package io.safelight.error;

import org.jspecify.annotations.NullMarked;
