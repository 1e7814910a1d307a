/** The HTTP server: routing, parameters, bodies, limits and error rendering. Knows no media. */
@NullMarked
package io.safelight.http;

import org.jspecify.annotations.NullMarked;
