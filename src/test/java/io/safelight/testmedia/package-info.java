/** Media for tests, made by the bundled ffmpeg and kept between runs. */
@NullMarked
package io.safelight.testmedia;

import org.jspecify.annotations.NullMarked;
