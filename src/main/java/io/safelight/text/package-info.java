/** Text as logs and shells take it. */
@NullMarked
package io.safelight.text;

import org.jspecify.annotations.NullMarked;
