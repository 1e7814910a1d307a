package io.safelight;

import io.safelight.blob.DurableFiles;
import io.safelight.store.Database;
import io.safelight.store.SqliteDatabase;
import java.nio.file.Path;
import java.time.InstantSource;

/** What the server stands on. A test that kills the server at a named step, or sets its clock, replaces one of these. */
class Foundation {
  InstantSource clock() {
    return InstantSource.system();
  }

  DurableFiles durableFiles() {
    return new DurableFiles();
  }

  Database database(Path file) {
    return SqliteDatabase.open(file, clock());
  }
}
