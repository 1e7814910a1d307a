/** Variants out: ranges, conditions, caching, signed URLs. */
@NullMarked
package io.safelight.delivery;

import org.jspecify.annotations.NullMarked;
