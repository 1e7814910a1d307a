package io.safelight.store;

import io.safelight.error.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables and their version. The migrations are in {@code db/migration}, one text for all databases. */
final class Schema {
  /** The highest version in {@code db/migration}. */
  static final int VERSION = 1;

  private static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  /**
   * Whether nothing has to be upgraded. A plain query, because this is asked at every start and loading Flyway takes longer than
   * the rest of opening a database.
   *
   * @throws StoreOpenException when a newer version has written the database
   */
  static boolean isCurrent(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      int found = version(connection);
      if (found > VERSION) {
        throw StoreOpenException.newer(found, VERSION);
      }
      return found == VERSION;
    }
  }

  /** Runs the migrations that are missing. On PostgreSQL any number of processes may do so at once, on SQLite only one. */
  static void upgrade(DataSource source) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:db/migration")
          .table(HISTORY)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException("The database could not be brought up to date", e);
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (ResultSet tables = connection.getMetaData().getTables(null, null, HISTORY, null)) {
      if (!tables.next()) {
        return 0;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select coalesce(max(cast(version as integer)), 0) from " + HISTORY + " where success")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }
}
