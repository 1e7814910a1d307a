/** The use cases INIT, APPEND, FINALIZE and simple upload. */
@NullMarked
package io.safelight.upload;

import org.jspecify.annotations.NullMarked;
