/** API v1.1 on the wire: parse the request, call one use case, render the answer. */
@NullMarked
package io.safelight.api.v1;

import org.jspecify.annotations.NullMarked;
