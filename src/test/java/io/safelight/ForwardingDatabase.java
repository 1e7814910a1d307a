package io.safelight;

import io.safelight.store.Database;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** A database that a test can disturb at one place. */
class ForwardingDatabase implements Database {
  private final Database real;

  ForwardingDatabase(Database real) {
    this.real = real;
  }

  @Override
  public <T> T read(Function<Handle, T> work) {
    return real.read(work);
  }

  @Override
  public <T> T write(Function<Handle, T> work) {
    return real.write(work);
  }

  @Override
  public long now(Handle handle) {
    return real.now(handle);
  }

  @Override
  public String lockClause() {
    return real.lockClause();
  }

  @Override
  public void close() {
    real.close();
  }
}
