/** Who is asking: OAuth 1.0a, bearer tokens, nonces, and how often they may ask. */
@NullMarked
package io.safelight.auth;

import org.jspecify.annotations.NullMarked;
