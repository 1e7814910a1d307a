package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.safelight.blob.DurableFiles;
import io.safelight.error.StoreException;
import io.safelight.store.Database;
import io.safelight.store.SqliteDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of real parts, of which one at a time stops working. */
class ReadinessTest {
  private static final String READY =
      "{'status':'up','checks':[{'name':'store','status':'up'},{'name':'disk','status':'up'},{'name':'ffmpeg','status':'up'}],'sandbox':{'level':'"
          .replace('\'', '"');

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile boolean readOnly;
  private volatile boolean unreadable;
  private volatile CountDownLatch stall = new CountDownLatch(0);
  private Safelight server;

  @BeforeEach
  void start() throws Exception {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    program(tools.resolve("ffprobe"), "exit 0");
    program(tools.resolve("ffmpeg"), "echo 'ffmpeg version 8.0.1, zscale tonemap '");
    server =
        TestSafelight.start(
            folder.resolve("data"),
            Map.of("processing.ffmpeg-path", tools.toString(), "upload.reserve", "0B"),
            new FailingFoundation());
  }

  @AfterEach
  void stop() {
    stall.countDown();
    readOnly = false;
    unreadable = false;
    server.close();
    client.close();
  }

  @Test
  void a_server_whose_parts_all_work_is_ready() throws Exception {
    HttpResponse<String> ready = ready();
    assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
    assertThat(ready.body()).startsWith(READY);
    assertThat(get("/metrics").body()).containsPattern("ffmpeg_sandbox\\{landlock_abi=\"\\d+\",level=\"[a-z]+\"} 1");
  }

  @Test
  void storage_that_can_be_read_but_not_written_is_noticed_and_so_is_its_recovery() throws Exception {
    assertThat(ready().statusCode()).isEqualTo(200);
    readOnly = true;
    assertThat(ready().statusCode()).isEqualTo(200);

    pass(Duration.ofSeconds(6));
    HttpResponse<String> ready = ready();
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .startsWith("{\"status\":\"down\"")
        .contains("The database cannot be written", "The data folder cannot be written")
        .contains("{\"name\":\"ffmpeg\",\"status\":\"up\"}")
        .doesNotContain(folder.toString(), "Exception");

    readOnly = false;
    pass(Duration.ofSeconds(6));
    assertThat(ready().body()).startsWith(READY);
  }

  @Test
  void the_log_that_an_answer_points_to_says_why_the_database_does_not_answer() throws Exception {
    unreadable = true;
    try (var log = new LogCapture(Readiness.class)) {
      assertThat(ready().body()).contains("The database does not answer; see the log.");
      assertThat(log.messages(Level.WARN)).contains("The database does not answer");

      unreadable = false;
      readOnly = true;
      pass(Duration.ofSeconds(6));
      assertThat(ready().body()).contains("The database cannot be written; see the log.");
      assertThat(log.messages(Level.WARN)).contains("The database cannot be written");
    }
  }

  @Test
  void an_ffmpeg_that_does_not_start_any_more_is_noticed() throws Exception {
    assertThat(ready().statusCode()).isEqualTo(200);
    program(folder.resolve("tools/ffmpeg"), "echo error while loading shared libraries >&2; exit 127");

    pass(Duration.ofSeconds(61));
    HttpResponse<String> ready = ready();
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("ffmpeg does not run").doesNotContain("shared libraries");
  }

  @Test
  void a_store_that_hangs_is_noticed_and_hangs_nobody_who_asks() throws Exception {
    stall = new CountDownLatch(1);

    HttpResponse<String> ready = ready();
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("{\"name\":\"store\",\"status\":\"down\",\"detail\":\"The check does not come");
    assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private HttpResponse<String> ready() throws IOException, InterruptedException {
    return get("/health/ready");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(server.uri() + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void program(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private final class FailingFoundation extends Foundation {
    @Override
    InstantSource clock() {
      return now::get;
    }

    @Override
    DurableFiles durableFiles() {
      return new DurableFiles() {
        @Override
        public FileChannel create(Path file) throws IOException {
          if (readOnly) {
            throw new IOException(file + ": Read-only file system");
          }
          return super.create(file);
        }
      };
    }

    @Override
    Database database(Path file) {
      return new FailingDatabase(SqliteDatabase.open(file, clock()));
    }
  }

  private final class FailingDatabase extends ForwardingDatabase {
    FailingDatabase(Database real) {
      super(real);
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
      if (unreadable) {
        throw new StoreException("The database is too busy");
      }
      return super.read(work);
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
      try {
        stall.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (readOnly) {
        throw new StoreException("The database cannot be written", new IOException("Read-only file system"));
      }
      return super.write(work);
    }
  }
}
