package io.safelight.store;

import static io.safelight.store.StoreFixture.ALICE;
import static io.safelight.store.StoreFixture.credentials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.auth.AccountRepository.User;
import io.safelight.error.StoreException;
import io.safelight.media.MediaId;
import io.safelight.media.MediaListener;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database file: who may read it, who may have it open, and what is in it after a restart. */
final class SqliteDatabaseTest {
  @TempDir Path folder;

  @Test
  void what_was_written_is_there_after_a_restart() {
    MediaId id;
    Segment segment;
    try (StoreFixture store = open()) {
      id = store.open(10);
      segment = store.segment(id, 0, 10);
      store.media.append(id, segment);
    }
    try (StoreFixture store = open()) {
      assertThat(store.media.segments(id)).containsExactly(segment);
      assertThat(store.row(id).bytesReceived()).isEqualTo(10);
    }
  }

  @Test
  void only_its_owner_may_read_the_file_and_its_log() throws IOException {
    try (StoreFixture store = open()) {
      store.open(10);
      try (var files = Files.list(folder)) {
        assertThat(files).hasSizeGreaterThan(1).allSatisfy(file -> assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void the_probe_really_writes() throws IOException {
    try (StoreFixture store = open()) {
      var probe = new WriteProbe(store.database);
      probe.run();
      Path log = Path.of(file() + "-wal");
      long before = Files.size(log);
      probe.run();
      assertThat(Files.size(log)).isGreaterThan(before);
    }
  }

  @Test
  void a_read_cannot_write() {
    try (StoreFixture store = open()) {
      assertThatThrownBy(() -> store.database.read(handle -> handle.execute("delete from media")))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void a_read_sees_one_state_throughout() {
    try (StoreFixture store = open()) {
      MediaId id = store.open(100);
      String sum = "select bytes_received from media where id = ?";
      List<Long> seen = store.database.read(handle -> {
        Long before = handle.select(sum, id.value()).mapTo(Long.class).one();
        store.media.append(id, store.segment(id, 0, 50));
        return List.of(before, handle.select(sum, id.value()).mapTo(Long.class).one());
      });
      assertThat(seen).containsExactly(0L, 0L);
      assertThat(store.row(id).bytesReceived()).isEqualTo(50);
    }
  }

  @Test
  void a_change_is_announced_when_everybody_can_see_it() {
    List<Boolean> visible = new ArrayList<>();
    try (SqliteDatabase database = SqliteDatabase.open(file(), InstantSource.system())) {
      MediaListener listener = (id, version) -> visible.add(
          new SqlMediaRepository(database, (ignored, none) -> {}).find(id).filter(m -> m.version() == version).isPresent());
      SqlMediaRepository media = new SqlMediaRepository(database, listener);
      StoreFixture fixture = new StoreFixture(database, new LeadingClock());
      var created = fixture.newMedia(ALICE, 10);
      media.create(created, StoreFixture.UNLIMITED);
      media.append(created.id(), fixture.segment(created.id(), 0, 10));
      assertThat(visible).containsExactly(true, true);
    }
  }

  @Test
  void a_change_that_was_undone_is_not_announced() {
    List<MediaId> told = new ArrayList<>();
    try (StoreFixture store = open()) {
      MediaId id = store.open(10);
      assertThatThrownBy(() -> MediaTransaction.write(store.database, (changed, version) -> told.add(changed), transaction -> {
        transaction.change(id, "alt_text = 'x'", row -> row);
        throw new IllegalStateException();
      })).isInstanceOf(IllegalStateException.class);
      assertThat(told).isEmpty();
      assertThat(store.row(id).altText()).isNull();
    }
  }

  @Test
  void data_of_a_newer_version_are_refused_in_one_sentence_and_left_alone() throws SQLException {
    open().close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into flyway_schema_history
            (installed_rank, version, description, type, script, installed_by, execution_time, success)
          values (99, '99', 'from the future', 'SQL', 'V99__future.sql', 'x', 1, 1)
          """);
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessage("The data folder was written by a newer version of Safelight (schema 99, this version knows up to %d): "
            + "start that version, or use another folder.", Schema.VERSION);
  }

  @Test
  void a_file_that_is_no_database_is_refused_and_left_alone() throws IOException {
    byte[] content = "something else entirely, and long enough to be looked at ".repeat(100).getBytes(StandardCharsets.UTF_8);
    Files.write(file(), content);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessage(
            "The file %s is no database of Safelight, or it is damaged. Restore it from a backup, or choose another data folder"
                + " with --data.",
            file());
    assertThat(Files.readAllBytes(file())).isEqualTo(content);
  }

  @Test
  void the_database_of_another_program_is_refused_and_left_alone() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("create table theirs (id integer)");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessage("The file %s is the database of another program. Choose another data folder with --data.", file());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        ResultSet tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      assertThat(tables.next()).isTrue();
      assertThat(tables.getString("TABLE_NAME")).isEqualTo("theirs");
      assertThat(tables.next()).isFalse();
    }
  }

  @Test
  void many_may_open_a_new_database_at_once() {
    List<StoreFixture> stores =
        Race.run(IntStream.range(0, 4).mapToObj(i -> (Callable<StoreFixture>) this::open).toList());
    MediaId id = stores.getFirst().open(10);
    assertThat(stores).allSatisfy(store -> assertThat(store.media.find(id)).isPresent());
    stores.forEach(StoreFixture::close);
  }

  @Test
  void another_process_may_migrate_and_write_while_this_one_does() throws IOException, InterruptedException {
    Process other = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            file().toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolveSibling(folder.getFileName() + "-other.log").toFile())
        .start();
    try (StoreFixture store = open()) {
      List<MediaId> created = new ArrayList<>();
      while (other.isAlive()) {
        created.add(store.open(10));
      }
      assertThat(other.waitFor()).isZero();
      assertThat(created).isNotEmpty().allSatisfy(id -> assertThat(store.media.find(id)).isPresent());
      for (int i = 1; i <= OtherProcess.USERS; i++) {
        assertThat(store.accounts.find(new UserId(i))).isPresent();
      }
    } finally {
      other.destroyForcibly();
    }
  }

  private Path file() {
    return folder.resolve("safelight.db");
  }

  private StoreFixture open() {
    LeadingClock clock = new LeadingClock();
    return new StoreFixture(SqliteDatabase.open(file(), clock), clock);
  }

  /** Does what {@code user create} does, many times. */
  static final class OtherProcess {
    static final int USERS = 50;

    private OtherProcess() {}

    public static void main(String[] arguments) {
      try (SqliteDatabase database = SqliteDatabase.open(Path.of(arguments[0]), InstantSource.system())) {
        SqlAccountRepository accounts = new SqlAccountRepository(database);
        for (int i = 1; i <= USERS; i++) {
          User user = new User(new UserId(i), "user" + i, Instant.now());
          if (!accounts.create(user, credentials("user" + i))) {
            throw new IllegalStateException("The name is taken");
          }
        }
      }
    }
  }
}
