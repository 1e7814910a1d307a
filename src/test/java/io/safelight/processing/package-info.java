@NullMarked
package io.safelight.processing;

import org.jspecify.annotations.NullMarked;
