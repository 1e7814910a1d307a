package io.safelight.http;

import io.safelight.config.HttpConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The room on the disk that forms may take up before anybody knows whether their signature is right: a share for each
 * principal, a bound for all, and never what uploads leave free. Thread-safe; takes no lock.
 *
 * <p>Unlike {@link BodyGate} it breaks bodies off: what they take up is given back at once, and nothing that a client
 * was told to be stored is lost.
 */
final class SpoolSpace {
  private static final String NO_ROOM = "The server cannot store this request now; send it again later.";
  private static final Duration DISK_RETRY_AFTER = Duration.ofSeconds(10);

  private final Path folder;
  private final long reserve;
  private final long max;
  private final long maxPerPrincipal;
  private final AtomicLong taken = new AtomicLong();
  private final ConcurrentHashMap<String, Long> takenByPrincipal = new ConcurrentHashMap<>();
  private volatile @Nullable FileStore disk;

  /**
   * @param folder where the files are
   * @param reserve bytes of its disk that are left free
   */
  SpoolSpace(Path folder, long reserve, HttpConfig config) {
    this.folder = folder;
    this.reserve = reserve;
    this.max = config.maxSpooled().bytes();
    this.maxPerPrincipal = config.maxSpooledPerUser().bytes();
  }

  Path folder() {
    return folder;
  }

  /**
   * Takes room for bytes that are about to be written.
   *
   * @throws SafelightException OVER_CAPACITY when a bound is reached, INSUFFICIENT_STORAGE when the disk is nearly full;
   *     then nothing was taken
   */
  void take(String principal, long bytes) throws IOException {
    if (disk().getUsableSpace() - bytes < reserve) {
      throw new SafelightException(ErrorCode.INSUFFICIENT_STORAGE, NO_ROOM).retryAfter(DISK_RETRY_AFTER);
    }
    long all = taken.addAndGet(bytes);
    long own = takenByPrincipal.merge(principal, bytes, Long::sum);
    if (all > max || own > maxPerPrincipal) {
      giveBack(principal, bytes);
      throw new SafelightException(
              ErrorCode.OVER_CAPACITY,
              own > maxPerPrincipal
                  ? "You are sending more at once than this server takes; send this request again when others have ended."
                  : "The server is receiving as much as it can; send this request again in a moment.")
          .retryAfter(BodyGate.RETRY_AFTER);
    }
  }

  private FileStore disk() throws IOException {
    FileStore known = disk;
    if (known == null) {
      // Finding it reads the table of mounts; asking it for its space does not.
      known = Files.getFileStore(folder);
      disk = known;
    }
    return known;
  }

  /** Gives back room that was taken. */
  void giveBack(String principal, long bytes) {
    taken.addAndGet(-bytes);
    takenByPrincipal.computeIfPresent(principal, (_, held) -> held > bytes ? held - bytes : null);
  }

  /** The refusal of a form that could not be written. */
  static SafelightException notWritten(IOException cause) {
    return new SafelightException(ErrorCode.INSUFFICIENT_STORAGE, NO_ROOM, cause).retryAfter(DISK_RETRY_AFTER);
  }

  /** Bytes that are taken up now. */
  long taken() {
    return taken.get();
  }
}
