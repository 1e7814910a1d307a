/** Files and folders as every part makes and removes them. */
@NullMarked
package io.safelight.file;

import org.jspecify.annotations.NullMarked;
