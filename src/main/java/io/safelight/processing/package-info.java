/** From a finalized upload to variants: workers, leases, probing, limits, plans and steps. */
@NullMarked
package io.safelight.processing;

import org.jspecify.annotations.NullMarked;
