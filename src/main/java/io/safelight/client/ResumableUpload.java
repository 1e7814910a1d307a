package io.safelight.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Uploads one file in segments, several at a time, and goes on where an earlier attempt was cut off: the server is
 * asked which segments it has, and only the others are sent. Of an MP4 whose index is at its end, that end goes right after the
 * beginning. Use an instance once.
 */
public final class ResumableUpload {
  private static final int HTTP_NOT_FOUND = 404;

  private final SafelightClient client;
  private final UploadJournal journal;
  private final Options options;
  private final Listener listener;
  private final AtomicLong sent = new AtomicLong();

  /** An upload with this client, remembered in this journal. */
  public ResumableUpload(SafelightClient client, UploadJournal journal, Options options, Listener listener) {
    this.client = client;
    this.journal = journal;
    this.options = options;
    this.listener = listener;
  }

  /**
   * How to upload.
   *
   * @param segmentBytes wanted size of a segment; larger when the file would have too many
   * @param connections segments sent at once
   */
  public record Options(String mediaType, String category, int segmentBytes, int connections) {
    public static final int DEFAULT_SEGMENT_BYTES = 4 * 1024 * 1024;
    public static final int DEFAULT_CONNECTIONS = 4;

    /** The usual segments and connections. */
    public static Options of(String mediaType, String category) {
      return new Options(mediaType, category, DEFAULT_SEGMENT_BYTES, DEFAULT_CONNECTIONS);
    }
  }

  /** Told how it goes; called from several threads. */
  public interface Listener {
    /** The upload has a media_id; {@code resumed} when an earlier attempt had begun it and brought so many bytes. */
    void opened(String mediaId, boolean resumed, long bytesThere);

    /** So many bytes were sent or were there already. */
    void progress(long bytes, long total);
  }

  /**
   * Uploads the file and closes the upload. Safe to call again, in another process, after it was cut off anywhere.
   *
   * @return what the server said last; the state need not be final
   * @throws RequestFailedException when the server refuses the file
   * @throws IOException when the file cannot be read, or the server is out of reach; calling again then goes on
   */
  public MediaStatus run(Path file) throws IOException, InterruptedException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long total = channel.size();
      var key = UploadJournal.Key.of(client.server(), file, options.category());
      Optional<MediaStatus> earlier = earlier(key);
      if (earlier.isPresent() && earlier.get().upload().isEmpty()) {
        listener.opened(earlier.get().mediaId(), true, total);
        listener.progress(total, total);
        return forgetWhenFinished(key, earlier.get());
      }
      UploadJournal.Entry entry = earlier.isPresent() ? journal.find(key).orElseThrow() : open(key, total);
      Set<Integer> received =
          earlier.flatMap(MediaStatus::upload).map(MediaStatus.UploadState::segmentsReceived).orElse(Set.of());
      sent.set(received.stream().mapToLong(index -> length(index, entry.segmentBytes(), total)).sum());
      listener.opened(entry.mediaId(), earlier.isPresent(), sent.get());
      appendMissing(channel, total, entry, received);
      try {
        return forgetWhenFinished(key, client.complete(entry.mediaId()));
      } catch (RequestFailedException e) {
        if (!e.isTemporary()) {
          journal.forget(key);
        }
        throw e;
      }
    }
  }

  private Optional<MediaStatus> earlier(UploadJournal.Key key) throws IOException, InterruptedException {
    Optional<UploadJournal.Entry> entry = journal.find(key);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(client.status(entry.get().mediaId()));
    } catch (RequestFailedException e) {
      if (e.status() != HTTP_NOT_FOUND) {
        throw e;
      }
      journal.forget(key);
      return Optional.empty();
    }
  }

  private UploadJournal.Entry open(UploadJournal.Key key, long total) throws IOException, InterruptedException {
    MediaStatus opened = client.init(total, options.mediaType(), options.category());
    var entry = new UploadJournal.Entry(opened.mediaId(), segmentBytes(total));
    journal.remember(key, entry);
    return entry;
  }

  private int segmentBytes(long total) {
    long needed = Math.ceilDiv(total, (long) SafelightClient.MAX_SEGMENTS);
    return (int) Math.min(SafelightClient.MAX_SEGMENT_BYTES, Math.max(options.segmentBytes(), needed));
  }

  private void appendMissing(FileChannel file, long total, UploadJournal.Entry entry, Set<Integer> received)
      throws IOException, InterruptedException {
    Queue<Integer> missing = new ConcurrentLinkedQueue<>();
    SegmentOrder.of(file, entry.segmentBytes()).filter(index -> !received.contains(index)).forEach(missing::add);
    Callable<Boolean> sender =
        () -> {
          for (Integer index = missing.poll(); index != null; index = missing.poll()) {
            long offset = (long) index * entry.segmentBytes();
            long length = length(index, entry.segmentBytes(), total);
            client.append(entry.mediaId(), index, file, offset, length, bytes -> advance(bytes, total));
          }
          return true;
        };
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var senders = new ExecutorCompletionService<Boolean>(executor);
      for (int i = 0; i < options.connections(); i++) {
        senders.submit(sender);
      }
      try {
        for (int i = 0; i < options.connections(); i++) {
          senders.take().get();
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private static long length(int index, int segmentBytes, long total) {
    return Math.max(0, Math.min(segmentBytes, total - (long) index * segmentBytes));
  }

  private void advance(long bytes, long total) {
    listener.progress(sent.addAndGet(bytes), total);
  }

  private MediaStatus forgetWhenFinished(UploadJournal.Key key, MediaStatus status) throws IOException {
    if (status.isFinished()) {
      journal.forget(key);
    }
    return status;
  }
}
