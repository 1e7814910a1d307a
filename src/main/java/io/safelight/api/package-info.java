/** What the wire dialects share: reading requests, knowing the caller, JSON, and how Safelight differs from the real API. */
@NullMarked
package io.safelight.api;

import org.jspecify.annotations.NullMarked;
