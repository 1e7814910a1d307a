/** Files that were made to harm a server; {@code HostileFilesTest} sends them to one. */
@NullMarked
package io.safelight.hostile;

import org.jspecify.annotations.NullMarked;
