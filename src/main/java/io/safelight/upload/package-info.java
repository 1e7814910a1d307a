/** The use cases INIT, APPEND, FINALIZE simple upload, alt text and subtitles. */
@NullMarked
package io.safelight.upload;

import org.jspecify.annotations.NullMarked;
