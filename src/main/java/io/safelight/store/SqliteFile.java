package io.safelight.store;

import io.safelight.error.StoreException;
import io.safelight.file.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The file of an SQLite database, and how connections to it are set up. Thread-safe. */
final class SqliteFile {
  /** How long a connection waits for another process before it gives up. */
  static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

  /** File locks hold between processes only; this one between threads. */
  private static final ReentrantLock UPGRADE = new ReentrantLock();

  private final Path file;
  private final SQLiteDataSource source;

  SqliteFile(Path file) {
    this.file = file;
    SQLiteConfig config = new SQLiteConfig();
    // Set when a connection opens, before any pragma: the change to WAL may find the file locked as well.
    config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
    // Else the driver runs a query of its own after each insert.
    config.setGetGeneratedKeys(false);
    this.source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
  }

  /**
   * Creates the file when it is not there and brings its schema up to date; safe in several processes at once.
   *
   * @throws StoreOpenException when that cannot be done
   */
  void prepare() {
    try {
      createPrivately(file);
      if (!Schema.isCurrent(source)) {
        upgradeAlone();
      }
    } catch (IOException | SQLException | StoreException e) {
      throw StoreOpenException.of(file, e);
    }
  }

  Connection connectForWriting() throws SQLException {
    // WAL: readers and the writer do not wait for each other. FULL: a commit is on the disk when it returns.
    return connect("pragma journal_mode = wal", "pragma synchronous = full", "pragma foreign_keys = on");
  }

  Connection connectForReading() throws SQLException {
    return connect("pragma journal_mode = wal", "pragma query_only = on");
  }

  private Connection connect(String... pragmas) throws SQLException {
    Connection connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      for (String pragma : pragmas) {
        statement.execute(pragma);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  // Flyway does not lock an SQLite database, and a lock on the database file itself would break SQLite's own.
  private void upgradeAlone() throws IOException, SQLException {
    Path lockFile = file.resolveSibling(file.getFileName() + ".upgrade-lock");
    UPGRADE.lock();
    try {
      createPrivately(lockFile);
      try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
        channel.lock();
        if (!Schema.isCurrent(source)) {
          Schema.upgrade(source);
        }
      }
    } finally {
      UPGRADE.unlock();
    }
  }

  // The file holds secrets. SQLite gives its log and shared-memory files the permissions of the database file.
  private static void createPrivately(Path path) throws IOException {
    try {
      Files.createFile(path, OwnerOnly.file());
    } catch (FileAlreadyExistsException e) {
      // Made by an earlier start or by another process just now.
      return;
    }
  }
}
