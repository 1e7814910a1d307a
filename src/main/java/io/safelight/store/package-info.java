/** The SQL behind the repositories: SQLite, group commit, migrations. */
@NullMarked
package io.safelight.store;

import org.jspecify.annotations.NullMarked;
