package io.safelight.delivery;

import io.safelight.http.Response;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Copies files to clients. A copy needs one buffer whatever the file's size; buffers are off the heap, so that the socket takes
 * them without a further copy, and some are kept, since making one costs more than filling it. Thread-safe.
 *
 * <p>{@code FileChannel.transferTo} would not help: it copies through 8 KiB of its own when the other side is not a socket, and
 * here it is the server's output, which may be chunked or encrypted.
 */
final class BlobStreamer {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int BUFFERS_KEPT = 64;

  private final BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(BUFFERS_KEPT);

  /** One range, or all of a file, as a body. */
  Response.Body body(FileBytes file, long first, long length) {
    return new Response.Body.Stream(
        length,
        out -> {
          try (SeekableByteChannel channel = file.open()) {
            copy(channel, first, length, out);
          }
        });
  }

  /** Several ranges of a file as a body of type multipart/byteranges (RFC 9110 section 14.6). */
  MultipartBody multipart(FileBytes file, List<HttpRange> ranges) {
    String boundary = UUID.randomUUID().toString();
    List<byte[]> heads =
        ranges.stream().map(range -> partHead(boundary, file.contentType(), range.contentRange(file.size()))).toList();
    byte[] end = ascii("\r\n--" + boundary + "--\r\n");
    long length = end.length;
    for (int i = 0; i < ranges.size(); i++) {
      length += heads.get(i).length + ranges.get(i).length();
    }
    var body =
        new Response.Body.Stream(
            length,
            out -> {
              try (SeekableByteChannel channel = file.open()) {
                for (int i = 0; i < ranges.size(); i++) {
                  writeAll(ByteBuffer.wrap(heads.get(i)), out);
                  copy(channel, ranges.get(i).first(), ranges.get(i).length(), out);
                }
              }
              writeAll(ByteBuffer.wrap(end), out);
            });
    return new MultipartBody("multipart/byteranges; boundary=" + boundary, body);
  }

  /** A body and the Content-Type that names its boundary. */
  record MultipartBody(String contentType, Response.Body body) {}

  private void copy(SeekableByteChannel file, long first, long length, WritableByteChannel out) throws IOException {
    ByteBuffer kept = buffers.poll();
    ByteBuffer buffer = kept != null ? kept : ByteBuffer.allocateDirect(BUFFER_BYTES);
    try {
      file.position(first);
      long left = length;
      while (left > 0) {
        buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
        int count = file.read(buffer);
        if (count < 0) {
          throw new EOFException("A file ended " + left + " bytes early");
        }
        left -= count;
        writeAll(buffer.flip(), out);
      }
    } finally {
      var _ = buffers.offer(buffer);
    }
  }

  private static void writeAll(ByteBuffer bytes, WritableByteChannel out) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static byte[] partHead(String boundary, String contentType, String contentRange) {
    return ascii(
        "\r\n--" + boundary + "\r\nContent-Type: " + contentType + "\r\nContent-Range: " + contentRange + "\r\n\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
