package io.safelight.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.safelight.blob.BlobFile;
import io.safelight.blob.BlobSink;
import io.safelight.blob.DataFolder;
import io.safelight.blob.DurableFiles;
import io.safelight.blob.LocalBlobStore;
import io.safelight.http.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStreamerTest {
  private static final String KEY = "1/out/1.r/720p.mp4";
  private static final long SIZE = 300L << 20;

  @TempDir Path folder;
  private DataFolder data;
  private BlobStreamer streamer;
  private FileBytes.Source source;

  @BeforeEach
  void store() throws IOException {
    data = DataFolder.open(folder);
    var blobs = new LocalBlobStore(data.blobs(), data.tmp(), new DurableFiles());
    try (BlobSink sink = blobs.create()) {
      sink.commit(KEY);
    }
    streamer = new BlobStreamer();
    source = () -> blobs.open(KEY);
  }

  @Test
  void a_file_of_300_mb_passes_through_one_small_buffer() throws IOException {
    try (var file = new RandomAccessFile(BlobFile.of(data, KEY).toFile(), "rw")) {
      file.setLength(SIZE);
      file.seek(SIZE - 1);
      file.write('!');
    }
    var body = (Response.Body.Stream) streamer.body(file(SIZE), 0, SIZE);
    var sink = new CountingChannel();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long heapBefore = threads.getCurrentThreadAllocatedBytes();
    long directBefore = directMemory();
    body.writer().writeTo(sink);
    long heap = threads.getCurrentThreadAllocatedBytes() - heapBefore;
    long direct = directMemory() - directBefore;

    assertThat(sink.count).isEqualTo(SIZE);
    assertThat(sink.last).isEqualTo((byte) '!');
    assertThat(heap).isLessThan(4 << 20);
    assertThat(direct).isLessThan(4 << 20);
  }

  @Test
  void a_file_that_ends_early_breaks_the_answer_off() throws IOException {
    try (var file = new RandomAccessFile(BlobFile.of(data, KEY).toFile(), "rw")) {
      file.setLength(100_000);
    }
    var body = (Response.Body.Stream) streamer.body(file(100_001), 0, 100_001);
    assertThatThrownBy(() -> body.writer().writeTo(new CountingChannel())).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> file(100_001).requireComplete()).isInstanceOf(IllegalStateException.class);
    file(100_000).requireComplete();
  }

  private FileBytes file(long size) {
    return new FileBytes("video/mp4", size, source);
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** Takes at most 50,000 bytes at a time, as a slow connection does. */
  private static final class CountingChannel implements WritableByteChannel {
    private long count;
    private byte last;

    @Override
    public int write(ByteBuffer bytes) {
      int taken = Math.min(bytes.remaining(), 50_000);
      last = bytes.get(bytes.position() + taken - 1);
      bytes.position(bytes.position() + taken);
      count += taken;
      return taken;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
