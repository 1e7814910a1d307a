package io.safelight.store;

/** Finds out whether the store can write, where nobody wants to write at the moment. Thread-safe. */
public final class WriteProbe {
  private final Database database;

  public WriteProbe(Database database) {
    this.database = database;
  }

  /**
   * Writes a row as it is: nothing changes, but the transaction takes its way to the disk as any other does.
   *
   * @throws io.safelight.error.StoreException when the store cannot write, for whatever reason
   */
  public void run() {
    database.write(handle -> handle.execute("update admission set id = id where id = 1"));
  }
}
