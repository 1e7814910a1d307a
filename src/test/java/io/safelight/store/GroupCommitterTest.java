package io.safelight.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Group commit on a real SQLite file with two tables: one that takes anything, one that SQLite checks at commit only. */
final class GroupCommitterTest {
  private static final int CAPACITY = 64;

  @TempDir Path folder;

  private SqliteFile file;
  private Jdbi jdbi;
  private GroupCommitter committer;

  @BeforeEach
  void start() {
    file = new SqliteFile(folder.resolve("test.db"));
    jdbi = StoreJdbi.create(file::connectForWriting);
    jdbi.useHandle(handle -> {
      handle.execute("create table note (text varchar not null unique)");
      handle.execute("create table reply (note varchar references note (text) deferrable initially deferred)");
    });
    committer = new GroupCommitter(jdbi, CAPACITY);
  }

  @AfterEach
  void stop() {
    committer.close();
  }

  @Test
  void an_operation_that_fails_is_undone_alone() {
    List<CompletableFuture<String>> callers;
    try (Gate gate = new Gate()) {
      callers = List.of(
          call(handle -> note(handle, "first")),
          call(handle -> {
            note(handle, "half");
            throw new IllegalStateException("of its own");
          }),
          call(handle -> note(handle, "first")),
          call(handle -> note(handle, "last")));
      gate.waitFor(4);
    }

    assertThat(callers.get(0)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("first");
    assertThatThrownBy(callers.get(1)::join).hasRootCauseMessage("of its own").cause().isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(callers.get(2)::join).cause().isInstanceOf(StoreException.class);
    assertThat(callers.get(3).join()).isEqualTo("last");
    assertThat(notes()).containsExactlyInAnyOrder("gate", "first", "last");
  }

  @Test
  void when_the_commit_fails_everybody_in_it_is_told_and_nothing_is_left() {
    List<CompletableFuture<String>> callers;
    try (Gate gate = new Gate()) {
      callers = List.of(
          call(handle -> note(handle, "innocent")),
          call(handle -> {
            handle.execute("insert into reply (note) values ('to nothing')");
            return "guilty";
          }));
      gate.waitFor(2);
    }

    assertThat(callers).allSatisfy(caller -> assertThatThrownBy(caller::join).cause().isInstanceOf(StoreException.class));
    assertThat(notes()).containsExactly("gate");
    assertThat(committer.<String>write(handle -> note(handle, "afterwards"))).isEqualTo("afterwards");
    assertThat(notes()).containsExactlyInAnyOrder("gate", "afterwards");
  }

  @Test
  void nobody_is_told_before_the_commit() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    CompletableFuture<String> first;
    CompletableFuture<String> second;
    try (Gate gate = new Gate()) {
      first = call(handle -> note(handle, "done"));
      gate.waitFor(1);
      second = call(handle -> {
        reached.countDown();
        awaitUninterruptibly(released);
        return note(handle, "slow");
      });
      gate.waitFor(2);
    }
    reached.await();
    assertThat(first).isNotDone();
    assertThat(notes()).containsExactly("gate");
    released.countDown();
    assertThat(first.join()).isEqualTo("done");
    assertThat(second.join()).isEqualTo("slow");
  }

  @Test
  void an_interrupted_caller_still_learns_what_was_committed_and_stays_interrupted() throws InterruptedException {
    AtomicReference<String> result = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread caller;
    try (Gate gate = new Gate()) {
      caller = Thread.ofVirtual().start(() -> {
        result.set(committer.write(handle -> note(handle, "once")));
        interrupted.set(Thread.currentThread().isInterrupted());
      });
      gate.waitFor(1);
      caller.interrupt();
    }
    caller.join();
    assertThat(result).hasValue("once");
    assertThat(interrupted).isTrue();
    assertThat(notes()).containsExactlyInAnyOrder("gate", "once");
  }

  @Test
  void more_than_may_wait_is_refused_at_once() {
    List<CompletableFuture<String>> waiting;
    try (Gate gate = new Gate()) {
      waiting = IntStream.range(0, CAPACITY).mapToObj(i -> call(handle -> note(handle, "note " + i))).toList();
      gate.waitFor(CAPACITY);
      assertThatThrownBy(() -> committer.write(handle -> note(handle, "too much")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("too busy");
    }
    waiting.forEach(CompletableFuture::join);
    assertThat(notes()).hasSize(CAPACITY + 1).doesNotContain("too much");
  }

  @Test
  void closing_finishes_what_was_added_and_refuses_the_rest() {
    CompletableFuture<String> last;
    try (Gate gate = new Gate()) {
      last = call(handle -> note(handle, "last"));
      gate.waitFor(1);
    }
    committer.close();
    assertThat(last.join()).isEqualTo("last");
    assertThatThrownBy(() -> committer.write(handle -> note(handle, "late"))).isInstanceOf(StoreException.class);
    assertThat(notes()).containsExactlyInAnyOrder("gate", "last");
  }

  @Test
  void an_error_in_an_operation_does_not_end_the_thread() {
    assertThatThrownBy(() -> committer.write(handle -> {
      throw new AssertionError("deep");
    })).isInstanceOf(AssertionError.class);
    assertThat(committer.<String>write(handle -> note(handle, "still here"))).isEqualTo("still here");
  }

  @Test
  void a_write_inside_a_write_is_refused_instead_of_waiting_for_itself() {
    assertThatThrownBy(() -> committer.write(outer -> committer.<String>write(inner -> note(inner, "nested"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_write_waits_for_another_process_that_is_writing() throws SQLException {
    CompletableFuture<String> caller;
    try (Connection other = file.connectForWriting();
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      statement.execute("insert into note values ('other')");
      caller = call(handle -> note(handle, "ours"));
      statement.execute("commit");
    }
    assertThat(caller.join()).isEqualTo("ours");
    assertThat(notes()).containsExactlyInAnyOrder("other", "ours");
  }

  @Test
  void a_full_disk_fails_what_does_not_fit_and_is_left_behind_when_there_is_room() {
    AtomicBoolean full = new AtomicBoolean(true);
    Jdbi small = StoreJdbi.create(() -> {
      Connection connection = file.connectForWriting();
      try (Statement statement = connection.createStatement()) {
        statement.execute("pragma max_page_count = " + (full.get() ? 8 : 1_000_000));
      }
      return connection;
    });
    GroupCommitter cramped = new GroupCommitter(small, CAPACITY);
    String large = "x".repeat(100_000);
    assertThat(cramped.<String>write(handle -> note(handle, "fits"))).isEqualTo("fits");
    assertThatThrownBy(() -> cramped.write(handle -> note(handle, large))).isInstanceOf(StoreException.class);
    assertThat(cramped.<String>write(handle -> note(handle, "fits too"))).isEqualTo("fits too");
    cramped.close();

    full.set(false);
    assertThat(notes()).containsExactlyInAnyOrder("fits", "fits too");
    assertThat(committer.<String>write(handle -> note(handle, large))).isEqualTo(large);
  }

  private static String note(Handle handle, String text) {
    handle.execute("insert into note values (?)", text);
    return text;
  }

  private List<String> notes() {
    return jdbi.withHandle(handle -> handle.createQuery("select text from note").mapTo(String.class).list());
  }

  private CompletableFuture<String> call(Function<Handle, String> work) {
    return CompletableFuture.supplyAsync(() -> committer.write(work), task -> Thread.ofVirtual().start(task));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Keeps the committer busy with a batch of its own, so that all that is added meanwhile becomes one batch. */
  private final class Gate implements AutoCloseable {
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CompletableFuture<String> pass;

    Gate() {
      pass = call(handle -> {
        entered.countDown();
        awaitUninterruptibly(open);
        return note(handle, "gate");
      });
      awaitUninterruptibly(entered);
    }

    void waitFor(int operations) {
      while (committer.waiting() < operations) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      open.countDown();
      pass.join();
    }
  }
}
