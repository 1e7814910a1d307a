@NullMarked
package io.safelight.picture;

import org.jspecify.annotations.NullMarked;
