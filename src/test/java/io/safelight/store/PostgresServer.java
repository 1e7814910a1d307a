package io.safelight.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL for all tests of this JVM: the one at {@code SAFELIGHT_TEST_PG_URL}, a JDBC URL, in a schema of its own that is
 * dropped at the end; or else an embedded one. Maven hands the variable over as a property, because a server would refuse it as
 * a setting that it does not know. When neither can be had the tests fail: what they show cannot be shown on SQLite.
 */
final class PostgresServer {
  private static @Nullable DataSource source;

  private PostgresServer() {}

  static synchronized DataSource source() {
    DataSource started = source;
    if (started == null) {
      String url = System.getProperty("safelight.test.pg-url");
      started = url == null || url.isBlank() ? embedded() : existing(url);
      Schema.upgrade(started);
      source = started;
    }
    return started;
  }

  private static DataSource embedded() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    Assumptions.assumeTrue(
        platform.equals("Linux amd64"),
        "There is no embedded PostgreSQL for " + platform + ": set SAFELIGHT_TEST_PG_URL, or these tests say nothing");
    try {
      // Ends with the JVM: it registers its own shutdown hook.
      return EmbeddedPostgres.builder().start().getPostgresDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The embedded PostgreSQL does not start; set SAFELIGHT_TEST_PG_URL to the JDBC URL of another one", e);
    }
  }

  private static DataSource existing(String url) {
    String schema = "safelight_" + UUID.randomUUID().toString().replace("-", "");
    PGSimpleDataSource existing = new PGSimpleDataSource();
    existing.setUrl(url);
    existing.setCurrentSchema(schema);
    Jdbi jdbi = Jdbi.create(existing);
    jdbi.useHandle(handle -> handle.execute("create schema " + schema));
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform()
            .unstarted(() -> jdbi.useHandle(handle -> handle.execute("drop schema " + schema + " cascade"))));
    return existing;
  }
}
