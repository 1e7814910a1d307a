@NullMarked
package io.safelight.mp4;

import org.jspecify.annotations.NullMarked;
