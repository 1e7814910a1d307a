package io.safelight.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** A {@code multipart/form-data} body, part by part. */
public final class MultipartBody {
  private static final String BOUNDARY = "limit";

  /** What the body is sent as. */
  public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** Adds a part of text. */
  public MultipartBody field(String name, String value) {
    return part("name=\"" + name + "\"", "", value.getBytes(UTF_8));
  }

  /** Adds a part of bytes, as from a file. */
  public MultipartBody file(String name, byte[] bytes) {
    return file(name, "Content-Type: application/octet-stream\r\n", bytes);
  }

  /**
   * Adds a part of bytes, as from a file.
   *
   * @param headers headers of the part, each ending in CR LF
   */
  public MultipartBody file(String name, String headers, byte[] bytes) {
    return part("name=\"" + name + "\"; filename=\"blob\"", headers, bytes);
  }

  private MultipartBody part(String disposition, String headers, byte[] bytes) {
    write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n");
    body.writeBytes(bytes);
    write("\r\n");
    return this;
  }

  private void write(String text) {
    body.writeBytes(text.getBytes(UTF_8));
  }

  /** The body with its end. */
  public byte[] bytes() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return whole.toByteArray();
  }
}
