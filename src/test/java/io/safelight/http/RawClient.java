package io.safelight.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client that sends exactly the bytes it is told to. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream input;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    input = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer as it came. */
  record Answer(int status, List<String> headers, String body) {
    String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      for (String header : headers) {
        if (header.toLowerCase(Locale.ROOT).startsWith(prefix)) {
          return header.substring(prefix.length()).strip();
        }
      }
      return "";
    }
  }

  /** A GET without anything that is not needed. */
  static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
  }

  /** A POST with these headers, each ending in CR LF. */
  static String post(String path, String headers) {
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends a byte, pauses, and so on until the server has had enough. */
  void trickle(Duration pause) {
    try {
      while (true) {
        send("x");
        Thread.sleep(pause);
      }
    } catch (IOException closed) {
      // That is what it waits for.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  RawClient endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  Answer read() throws IOException {
    return read("GET");
  }

  /** Reads one answer; to a HEAD it has no body. */
  Answer read(String method) throws IOException {
    String[] statusLine = line().split(" ", 3);
    var headers = new ArrayList<String>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      headers.add(header);
    }
    var answer = new Answer(Integer.parseInt(statusLine[1]), headers, "");
    String length = answer.header("Content-Length");
    int count = method.equals("HEAD") || length.isEmpty() ? 0 : Integer.parseInt(length);
    byte[] body = input.readNBytes(count);
    if (body.length < count) {
      throw new EOFException("the answer was cut off");
    }
    return new Answer(answer.status(), headers, new String(body, StandardCharsets.UTF_8));
  }

  /** Whether the server closed the connection and nothing more came. */
  boolean isClosedByServer() throws IOException {
    return input.read() < 0;
  }

  private String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = input.read(); b != '\n'; b = input.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed after '" + bytes.toString(StandardCharsets.ISO_8859_1) + "'");
      }
      if (b != '\r') {
        bytes.write(b);
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
