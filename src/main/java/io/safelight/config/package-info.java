/** One record per area of the configuration, read and validated at start. */
@NullMarked
package io.safelight.config;

import org.jspecify.annotations.NullMarked;
