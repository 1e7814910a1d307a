package io.safelight.picture;

import io.safelight.blob.BlobStore;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.media.Variant;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pictures in the sizes that are asked for: made when somebody asks first, and then kept in a {@link PictureCache}. Who asks for
 * one that is being made waits for it. Few are made at once, on threads of their own, so that readers take little from uploads
 * being processed; when too many wait already, the next is sent away.
 *
 * <p>Asking is for those who have found the picture's media in the store just now: its bytes outlive its row by a minute, longer
 * than anybody waits here, so that nothing is added for a media whose cached files have been removed. Thread-safe.
 */
public final class PictureSizes implements AutoCloseable {
  /** Belongs to the name of each file and its tag: to be raised when the same picture would be made differently. */
  private static final String RECIPE = "1";

  private static final int MOST_WAITING = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final BlobStore blobs;
  private final PictureCache cache;
  private final PictureScaler scaler;
  private final ThreadPoolExecutor makers;
  private final ConcurrentHashMap<String, CompletableFuture<Path>> underWay = new ConcurrentHashMap<>();

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
   * The file of a picture in a size. May wait until it is made; not for I/O threads.
   *
   * @param picture a JPEG or PNG
   * @throws java.nio.file.NoSuchFileException when the picture's own bytes are not there
   * @throws SafelightException to be tried again, when too many are waiting or it takes too long
   */
  public Path file(Variant picture, Fitted size) throws IOException {
    Optional<Path> made = cache.find(picture.key(), name(size));
    return made.isPresent() ? made.get() : await(making(picture, size));
  }

  private CompletableFuture<Path> making(Variant picture, Fitted size) {
    try {
      return underWay.computeIfAbsent(identity(picture, size), identity -> begin(identity, picture, size));
    } catch (RejectedExecutionException e) {
      throw overCapacity(e);
    }
  }

  private CompletableFuture<Path> begin(String identity, Variant picture, Fitted size) {
    var making = new CompletableFuture<Path>();
    makers.execute(
        () -> {
          try {
            making.complete(make(picture, size));
          } catch (Throwable t) {
            making.completeExceptionally(t);
          } finally {
            underWay.remove(identity, making);
          }
        });
    return making;
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
      return cache.add(picture.key(), name(size), scaler.scale(source, format, size));
    }
  }

  private static Path await(CompletableFuture<Path> making) throws IOException {
    try {
      return making.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
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
        case null, default -> new IllegalStateException("A picture could not be made", e.getCause());
      };
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

  /** Ends what is being made. */
  @Override
  public void close() {
    makers.shutdownNow();
  }
}
