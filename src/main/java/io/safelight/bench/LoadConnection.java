package io.safelight.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One keep-alive connection of a load generator: sends prepared bytes and reads answers with a Content-Length, with as little
 * work as possible, so that the generator takes little from the server it measures. Not thread-safe.
 */
final class LoadConnection implements AutoCloseable {
  private static final byte[] LENGTH_HEADER = "\r\ncontent-length:".getBytes(StandardCharsets.ISO_8859_1);

  private final SocketChannel channel;
  private final ByteBuffer input = ByteBuffer.allocate(16 * 1024);

  LoadConnection(int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  void send(ByteBuffer... buffers) throws IOException {
    long left = 0;
    for (ByteBuffer buffer : buffers) {
      left += buffer.remaining();
    }
    while (left > 0) {
      left -= channel.write(buffers);
    }
  }

  /** Lets a selector say when something can be read. From now on only {@link #send} and {@link #receive} may be used. */
  void register(Selector selector) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Takes what has come of a small answer; 0 as long as it is not complete, then its status. */
  int receive() throws IOException {
    fill();
    int headEnd = headEnd();
    if (headEnd < 0 || input.position() < headEnd + contentLength(headEnd)) {
      return 0;
    }
    input.clear();
    return status();
  }

  /** Reads one answer and returns its status; the body is dropped. */
  int readAnswer() throws IOException {
    input.clear();
    int headEnd;
    while ((headEnd = headEnd()) < 0) {
      fill();
    }
    int status = status();
    int missing = headEnd + contentLength(headEnd) - input.position();
    while (missing > 0) {
      input.clear();
      input.limit(Math.min(input.capacity(), missing));
      int read = channel.read(input);
      if (read < 0) {
        throw new EOFException("the server closed the connection within an answer");
      }
      missing -= read;
    }
    return status;
  }

  /** Reads one answer whole, head and body. */
  String readText() throws IOException {
    input.clear();
    int headEnd;
    while ((headEnd = headEnd()) < 0) {
      fill();
    }
    int end = headEnd + contentLength(headEnd);
    while (input.position() < end) {
      fill();
    }
    return new String(input.array(), 0, end, StandardCharsets.UTF_8);
  }

  private void fill() throws IOException {
    if (!input.hasRemaining()) {
      throw new IOException("the answer is larger than expected");
    }
    if (channel.read(input) < 0) {
      throw new EOFException("the server closed the connection");
    }
  }

  private int status() {
    byte[] bytes = input.array();
    return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
  }

  private int headEnd() {
    byte[] bytes = input.array();
    for (int i = 3; i < input.position(); i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private int contentLength(int headEnd) {
    byte[] bytes = input.array();
    for (int i = 0; i + LENGTH_HEADER.length < headEnd; i++) {
      if (matches(bytes, i)) {
        int at = i + LENGTH_HEADER.length;
        int length = 0;
        while (bytes[at] == ' ') {
          at++;
        }
        while (bytes[at] >= '0' && bytes[at] <= '9') {
          length = length * 10 + bytes[at++] - '0';
        }
        return length;
      }
    }
    return 0;
  }

  private static boolean matches(byte[] bytes, int offset) {
    for (int i = 0; i < LENGTH_HEADER.length; i++) {
      int b = bytes[offset + i];
      int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
      if (lower != LENGTH_HEADER[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A request head as bytes; lines without their ends. */
  static byte[] head(String requestLine, String... headers) {
    return (requestLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
