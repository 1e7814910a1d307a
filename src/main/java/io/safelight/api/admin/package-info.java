/** What operators and products call: keeping media, health and metrics. */
@NullMarked
package io.safelight.api.admin;

import org.jspecify.annotations.NullMarked;
