/** Benchmarks that print a table with the machine in it, each beside a peer or a bare baseline of the same run. */
@NullMarked
package io.safelight.bench;

import org.jspecify.annotations.NullMarked;
