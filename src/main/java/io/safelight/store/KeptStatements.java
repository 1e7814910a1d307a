package io.safelight.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps the prepared statements of one SQLite connection for the next use of the same SQL, because compiling a short statement
 * costs SQLite more than running it. All SQL of the repositories is constant, so that there are only as many as there are texts.
 * Used by the connection's thread alone.
 */
final class KeptStatements extends DefaultStatementBuilder {
  private final Map<String, PreparedStatement> idle = new HashMap<>();
  /** The SQL of the statements in use; what {@link #close(Connection, String, Statement)} is told is the text before parsing. */
  private final IdentityHashMap<Statement, String> busy = new IdentityHashMap<>();

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
    PreparedStatement kept = idle.remove(sql);
    PreparedStatement statement = kept == null ? super.create(connection, sql, context) : kept;
    busy.put(statement, sql);
    return statement;
  }

  @Override
  public void close(Connection connection, String unparsed, Statement statement) throws SQLException {
    String sql = busy.remove(statement);
    if (sql == null || idle.containsKey(sql) || !(statement instanceof PreparedStatement prepared)) {
      super.close(connection, unparsed, statement);
      return;
    }
    prepared.clearParameters();
    idle.put(sql, prepared);
  }

  /** The connection is closing, and its statements with it. */
  @Override
  public void close(Connection connection) {
    idle.clear();
    busy.clear();
  }
}
