package io.safelight.store;

import java.nio.file.Path;
import java.util.Locale;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The store cannot be opened, and its message tells an operator what to do; nothing was changed. */
public final class StoreOpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StoreOpenException(String message) {
    super(message);
  }

  private StoreOpenException(String message, Throwable cause) {
    super(message, cause);
  }

  static StoreOpenException newer(int found, int known) {
    return new StoreOpenException(
        String.format(
            Locale.ROOT,
            "The data folder was written by a newer version of Safelight (schema %d, this version knows up to %d): start that"
                + " version, or use another folder.",
            found, known));
  }

  /** Finds the reason among the causes of a failure. */
  static StoreOpenException of(Path file, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException e
          && (e.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB || e.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT)) {
        return new StoreOpenException(
            String.format(
                Locale.ROOT,
                "The file %s is no database of Safelight, or it is damaged. Restore it from a backup, or choose another data folder with --data.",
                file),
            failure);
      }
      if (cause instanceof FlywayException e
          && e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
        return new StoreOpenException(
            String.format(
                Locale.ROOT,
                "The file %s is the database of another program. Choose another data folder with --data.",
                file),
            failure);
      }
    }
    return new StoreOpenException(
        String.format(
            Locale.ROOT,
            "The database %s cannot be opened (%s). Make it readable and writable for this user, or choose another data folder with --data.",
            file, failure.getMessage()),
        failure);
  }
}
