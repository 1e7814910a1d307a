@NullMarked
package io.safelight;

import org.jspecify.annotations.NullMarked;
