/** API v2 on the wire: parse the request, call one use case, render the answer. */
@NullMarked
package io.safelight.api.v2;

import org.jspecify.annotations.NullMarked;
