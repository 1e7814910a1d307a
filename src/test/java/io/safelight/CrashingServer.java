package io.safelight;

import io.safelight.blob.DurableFiles;
import io.safelight.store.Database;
import io.safelight.store.SqliteDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * A whole server that kills itself with SIGKILL at one {@link CrashPoint}, once the file {@code armed} is in its data folder. Its
 * durable files and its database are the real ones; this only stops them at the step.
 */
public final class CrashingServer {
  private final CrashPoint point;
  private final Path armed;

  private CrashingServer(CrashPoint point, Path armed) {
    this.point = point;
    this.armed = armed;
  }

  /** Arguments: the data folder, and the name of a crash point, or {@code NONE}. Prints its port when it is ready. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    Foundation foundation =
        arguments[1].equals("NONE")
            ? new Foundation()
            : new CrashingServer(CrashPoint.valueOf(arguments[1]), data.resolve("armed")).foundation();
    Safelight server = TestSafelight.start(data, Map.of(), foundation);
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
      DurableFiles durableFiles() {
        return new DyingFiles();
      }

      @Override
      Database database(Path file) {
        return new DyingDatabase(SqliteDatabase.open(file, clock()));
      }
    };
  }

  private void reach(CrashPoint.Step step) {
    if (step == point.step() && Files.exists(armed)) {
      die();
    }
  }

  /** SIGKILL, as the kernel or an operator would send it; nothing after this line runs on this thread. */
  private static void die() {
    try {
      new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid())).start();
      new CountDownLatch(1).await();
    } catch (IOException | InterruptedException e) {
      Runtime.getRuntime().halt(137);
    }
  }

  private final class DyingFiles extends DurableFiles {
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
  }

  private final class DyingDatabase implements Database {
    private final Database real;

    DyingDatabase(Database real) {
      this.real = real;
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
      return real.read(work);
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
      if (!isCalledFromThePoint()) {
        return real.write(work);
      }
      reach(CrashPoint.Step.BEFORE_TRANSACTION);
      T result =
          real.write(
              handle -> {
                T done = work.apply(handle);
                reach(CrashPoint.Step.IN_TRANSACTION);
                return done;
              });
      // A claim that found nothing is not the step that is meant.
      if (!(result instanceof java.util.List<?> list) || !list.isEmpty()) {
        reach(CrashPoint.Step.AFTER_TRANSACTION);
      }
      return result;
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

    @Override
    public long now(Handle handle) {
      return real.now(handle);
    }

    @Override
    public String lockClause() {
      return real.lockClause();
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
