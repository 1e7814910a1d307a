/** Files that were made to harm a server, and what becomes of them. */
@NullMarked
package io.safelight.hostile;

import org.jspecify.annotations.NullMarked;
