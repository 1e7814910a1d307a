package io.safelight.picture;

import io.safelight.blob.BlobStore;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.media.Variant;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures in the sizes that are asked for: made when somebody asks first, and then kept in a {@link PictureCache}. Who asks for
 * one that is being made waits for it. Few are made at once, on threads of their own, so that readers take little from uploads
 * being processed; when too many wait already, the next is sent away.
 *
 * <p>Nothing stays of a picture whose own bytes are deleted while it is made, as long as those are deleted before what the cache has
 * of it. What nobody waits for any more is not begun. Thread-safe.
 */
public final class PictureSizes implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PictureSizes.class);

  /** Belongs to the name of each file and its tag: to be raised when the same picture would be made differently. */
  private static final String RECIPE = "1";

  private static final int MOST_WAITING = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** A run that is interrupted ends at once; one that hangs in the kernel must not hold up a shutdown for ever. */
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  /** A file may be removed for others before it is opened, or by hand. */
  private static final int TRIES_TO_OPEN = 3;

  private final BlobStore blobs;
  private final PictureCache cache;
  private final PictureScaler scaler;
  private final ThreadPoolExecutor makers;
  private final ConcurrentHashMap<String, Making> underWay = new ConcurrentHashMap<>();

  /**
   * @param jobs folder in which runs of ffmpeg get theirs
   * @param slots pictures made at once
   */
  public PictureSizes(BlobStore blobs, PictureCache cache, MediaTools tools, Path jobs, int slots) {
    this.blobs = blobs;
    this.cache = cache;
    this.scaler = new PictureScaler(tools, jobs);
    this.makers =
        new ThreadPoolExecutor(
            slots,
            slots,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("picture-", 1).factory());
    makers.allowCoreThreadTimeOut(true);
  }

  /** What tells this picture from every other, whether it is made already or not. */
  public static String identity(Variant picture, Fitted size) {
    return picture.key() + " " + name(size);
  }

  /**
   * Opens a picture in a size; what is open stays, whatever is removed. May wait until it is made; not for I/O threads.
   *
   * @param picture a JPEG or PNG
   * @throws NoSuchFileException when the picture's own bytes are not there
   * @throws SafelightException to be tried again, when too many are waiting or it takes too long
   */
  public FileChannel open(Variant picture, Fitted size) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return FileChannel.open(file(picture, size));
      } catch (NoSuchFileException e) {
        if (tries == TRIES_TO_OPEN) {
          throw e;
        }
      }
    }
  }

  /** The file of a picture in a size, which may be removed at any time. */
  Path file(Variant picture, Fitted size) throws IOException {
    Optional<Path> made = cache.find(picture.key(), name(size));
    return made.isPresent() ? made.get() : await(making(picture, size));
  }

  /** A picture that is being made, and how many wait for it. */
  private static final class Making {
    private final CompletableFuture<Path> file = new CompletableFuture<>();
    private final AtomicInteger waiting = new AtomicInteger();
  }

  private Making making(Variant picture, Fitted size) {
    try {
      return underWay.compute(
          identity(picture, size),
          (identity, known) -> {
            Making making = known == null ? new Making() : known;
            making.waiting.incrementAndGet();
            if (known == null) {
              makers.execute(() -> run(making, identity, picture, size));
            }
            return making;
          });
    } catch (RejectedExecutionException e) {
      throw overCapacity(e);
    }
  }

  private void run(Making making, String identity, Variant picture, Fitted size) {
    try {
      if (making.waiting.get() == 0) {
        throw new CancellationException("nobody waits any more");
      }
      Path file = make(picture, size);
      // First: whoever finds the file lost again must not be given this one's.
      underWay.remove(identity, making);
      making.file.complete(file);
    } catch (Throwable t) {
      underWay.remove(identity, making);
      making.file.completeExceptionally(t);
    }
  }

  private Path make(Variant picture, Fitted size) throws IOException, InterruptedException {
    // Somebody may have made it between this one's look at the cache and its turn.
    Optional<Path> made = cache.find(picture.key(), name(size));
    if (made.isPresent()) {
      return made.get();
    }
    PictureFormat format =
        PictureFormat.ofContentType(picture.contentType())
            .orElseThrow(() -> new IllegalArgumentException("No picture: " + picture.contentType()));
    try (SeekableByteChannel source = blobs.open(picture.key())) {
      Path file = cache.add(picture.key(), name(size), scaler.scale(source, format, size));
      requireStillThere(picture);
      return file;
    }
  }

  /** Whoever deletes the bytes from now on finds what was added. */
  private void requireStillThere(Variant picture) throws IOException {
    try {
      blobs.open(picture.key()).close();
    } catch (NoSuchFileException e) {
      cache.forget(picture.key());
      throw e;
    }
  }

  private static Path await(Making making) throws IOException {
    try {
      return making.file.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | CancellationException e) {
      throw overCapacity(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overCapacity(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException problem) {
        throw problem;
      }
      throw switch (e.getCause()) {
        case SafelightException again -> again;
        // The server stops.
        case InterruptedException stopping -> overCapacity(stopping);
        case RejectedExecutionException stopping -> overCapacity(stopping);
        case null, default -> new IllegalStateException("A picture could not be made", e.getCause());
      };
    } finally {
      making.waiting.decrementAndGet();
    }
  }

  private static SafelightException overCapacity(Exception cause) {
    return new SafelightException(
            ErrorCode.OVER_CAPACITY, "Too many pictures are being made in other sizes; ask for this one again.", cause)
        .retryAfter(RETRY_AFTER);
  }

  private static String name(Fitted size) {
    return size.size().wireName() + "." + RECIPE;
  }

  /** How many pictures wait to be made. */
  public int waiting() {
    return makers.getQueue().size();
  }

  /** Ends what is being made, tells who waits to ask again, and waits until nothing is written any more. */
  @Override
  public void close() {
    makers.shutdownNow();
    try {
      if (!makers.awaitTermination(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("The making of pictures has not ended; it seems to hang");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Of what ran all is said; these never began.
    var stopping = new RejectedExecutionException("the server stops");
    underWay.values().forEach(making -> making.file.completeExceptionally(stopping));
  }
}
