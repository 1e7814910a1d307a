/** Where bytes live: write-once keys, durable when committed. */
@NullMarked
package io.safelight.blob;

import org.jspecify.annotations.NullMarked;
