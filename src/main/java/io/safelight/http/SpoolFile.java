package io.safelight.http;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.safelight.file.OwnerOnly;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the values of one form that are too large for memory, one behind the other, decoded: they are written once and
 * read twice, for the signature and for their content. The file is readable by the server's user only and loses its
 * name as soon as it is open, so nothing is left of it however the server ends. Not thread-safe; the streams that were
 * opened from it share nothing.
 */
final class SpoolFile implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpoolFile.class);
  static final int BUFFER = 16 * 1024;

  private final SpoolSpace space;
  private final String principal;
  private @Nullable FileChannel channel;
  private long end;
  private long taken;

  /**
   * Creates no file yet.
   *
   * @param principal on whose account its room is counted
   */
  SpoolFile(SpoolSpace space, String principal) {
    this.space = space;
    this.principal = principal;
  }

  /** Begins a value behind the others. */
  Region begin() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = create();
      channel = open;
    }
    return new Region(open, end);
  }

  private FileChannel create() throws IOException {
    Path file = space.folder().resolve("form-" + UUID.randomUUID());
    try {
      FileChannel opened = FileChannel.open(file, Set.of(CREATE_NEW, READ, WRITE), OwnerOnly.file());
      Files.delete(file);
      return opened;
    } catch (IOException e) {
      throw SpoolSpace.notWritten(e);
    }
  }

  @Override
  public void close() {
    FileChannel open = channel;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        log.warn("A spool file could not be closed; its space is lost until the server stops", e);
      }
    }
    space.giveBack(principal, taken);
    taken = 0;
  }

  /** The bytes of one value. */
  final class Region {
    private final FileChannel file;
    private final long start;
    private long length;

    private Region(FileChannel file, long start) {
      this.file = file;
      this.start = start;
    }

    /** Adds bytes; only the region begun last may be written. */
    void write(byte[] bytes, int count) throws IOException {
      space.take(principal, count);
      taken += count;
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      try {
        while (buffer.hasRemaining()) {
          int written = file.write(buffer, end);
          end += written;
          length += written;
        }
      } catch (IOException e) {
        throw SpoolSpace.notWritten(e);
      }
    }

    Parameter.Large parameter(String name) {
      return new Spooled(name, file, start, length);
    }
  }

  private record Spooled(String name, FileChannel file, long start, long length) implements Parameter.Large {
    @Override
    public InputStream open() {
      return new BufferedInputStream(new RegionStream(file, start, length), BUFFER);
    }
  }

  private static final class RegionStream extends InputStream {
    private final FileChannel file;
    private final long end;
    private long position;

    RegionStream(FileChannel file, long start, long length) {
      this.file = file;
      this.position = start;
      this.end = start + length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (position == end) {
        return -1;
      }
      int count = (int) Math.min(length, end - position);
      int read = file.read(ByteBuffer.wrap(into, offset, count), position);
      if (read < 0) {
        throw new IOException("the spool file is shorter than what was written to it");
      }
      position += read;
      return read;
    }
  }
}
