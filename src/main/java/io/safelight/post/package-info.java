/** Posts, and the gate that lets only finished media into them. */
@NullMarked
package io.safelight.post;

import org.jspecify.annotations.NullMarked;
