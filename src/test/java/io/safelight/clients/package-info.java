/** Clients of the X API that know nothing of Safelight, as they are published, against a whole server. */
@NullMarked
package io.safelight.clients;

import org.jspecify.annotations.NullMarked;
