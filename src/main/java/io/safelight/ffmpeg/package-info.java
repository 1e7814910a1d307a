/** The bundled ffmpeg as a separate process: installing, starting, watching and killing it, and reading what it says. */
@NullMarked
package io.safelight.ffmpeg;

import org.jspecify.annotations.NullMarked;
