@NullMarked
package io.safelight.media;

import org.jspecify.annotations.NullMarked;
