package io.safelight;

import io.safelight.CrashPoint.Death;
import io.safelight.blob.DurableFiles;
import io.safelight.media.ClaimedJob;
import io.safelight.media.JobKind;
import io.safelight.store.Database;
import io.safelight.store.SqliteDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A whole server that kills itself with SIGKILL at one {@link CrashPoint}, once the file {@code armed} is in its data
 * folder. Its durable files and its database are the real ones; this only stops them at the step. In a power cut it
 * first takes back what was not synced.
 */
public final class CrashingServer {
  /** A day, after which what nobody uses goes, is over in less than a second. */
  private static final int FAST = 100_000;

  private final CrashPoint point;
  private final Death death;
  private final Path armed;
  private final DyingFiles files;
  private volatile boolean hasClaimedRest;

  private CrashingServer(CrashPoint point, Death death, Path data) {
    this.point = point;
    this.death = death;
    this.armed = data.resolve("armed");
    this.files = new DyingFiles(data);
  }

  /** Arguments: the data folder, a crash point, and how the server dies there. Prints its port when it is ready. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    var crash = new CrashingServer(CrashPoint.valueOf(arguments[1]), Death.valueOf(arguments[2]), data);
    Safelight server = TestSafelight.start(data, Map.of(), crash.foundation());
    System.out.println("PORT " + server.port());
    System.out.flush();
    // The test ends this process; the end of its own standard input means that the test is gone.
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    server.close();
  }

  private Foundation foundation() {
    return new Foundation() {
      @Override
      InstantSource clock() {
        return CrashingServer.this::now;
      }

      @Override
      DurableFiles durableFiles() {
        return files;
      }

      @Override
      Database database(Path file) {
        return new DyingDatabase(SqliteDatabase.open(file, clock()));
      }
    };
  }

  /** The machine's time; where a deletion is to die, it runs fast from the moment on that the server is armed. */
  private Instant now() {
    Instant now = Instant.now();
    try {
      return point.isInDeletion()
          ? now.plus(Duration.between(Files.getLastModifiedTime(armed).toInstant(), now).multipliedBy(FAST))
          : now;
    } catch (IOException notArmed) {
      return now;
    }
  }

  private void reach(CrashPoint.Step step) {
    if (step == point.step() && (hasClaimedRest || !point.isInRest()) && Files.exists(armed)) {
      die();
    }
  }

  /** SIGKILL, as the kernel or an operator would send it; nothing after this line runs on this thread. */
  private void die() {
    try {
      if (death == Death.POWER_CUT) {
        files.takeBackWhatWasNotSynced();
      }
      new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid())).start();
      new CountDownLatch(1).await();
    } catch (IOException | InterruptedException e) {
      Runtime.getRuntime().halt(137);
    }
  }

  private final class DyingFiles extends VolatileFiles {
    private final Path blobs;

    DyingFiles(Path data) {
      super(data.resolve("removed"));
      this.blobs = data.resolve("blobs");
    }

    @Override
    public void force(FileChannel file) throws IOException {
      if (point.method().isEmpty()) {
        reach(CrashPoint.Step.TMP_WRITTEN);
      }
      super.force(file);
      if (point.method().isEmpty()) {
        reach(CrashPoint.Step.AFTER_FSYNC);
      }
    }

    @Override
    public void link(Path file, Path name) throws IOException {
      super.link(file, name);
      if (point.method().isEmpty()) {
        reach(CrashPoint.Step.AFTER_RENAME);
      }
    }

    @Override
    public void unlink(Path name) throws IOException {
      super.unlink(name);
      if (name.startsWith(blobs)) {
        reach(CrashPoint.Step.AFTER_UNLINK);
      }
    }
  }

  private final class DyingDatabase extends ForwardingDatabase {
    DyingDatabase(Database real) {
      super(real);
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
      if (!isCalledFromThePoint()) {
        return noted(super.write(work));
      }
      reach(CrashPoint.Step.BEFORE_TRANSACTION);
      T result =
          super.write(
              handle -> {
                T done = work.apply(handle);
                reachWith(done, CrashPoint.Step.IN_TRANSACTION);
                return done;
              });
      reachWith(noted(result), CrashPoint.Step.AFTER_TRANSACTION);
      return result;
    }

    /** The only media of the server makes its further variants from now on. */
    private <T> T noted(T result) {
      if (result instanceof List<?> found && found.stream().anyMatch(DyingDatabase::isRest)) {
        hasClaimedRest = true;
      }
      return result;
    }

    private static boolean isRest(@Nullable Object claimed) {
      return claimed instanceof ClaimedJob job && job.kind() == JobKind.REST;
    }

    /** A claim or a look for expired media that found nothing is not the step that is meant. */
    private void reachWith(Object result, CrashPoint.Step step) {
      if (!(result instanceof List<?> found) || !found.isEmpty()) {
        reach(step);
      }
    }

    private boolean isCalledFromThePoint() {
      return point.method().isPresent()
          && StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
              .walk(
                  frames ->
                      frames.anyMatch(
                          f ->
                              (f.getDeclaringClass().getSimpleName() + "." + f.getMethodName())
                                  .equals(point.method().get())));
    }
  }
}
