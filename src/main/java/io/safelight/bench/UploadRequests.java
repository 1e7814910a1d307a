package io.safelight.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests to the upload endpoint as the bytes that a load generator sends. Immutable. */
final class UploadRequests {
  private static final Pattern MEDIA_ID = Pattern.compile("\"media_id_string\":\"(\\d+)\"");
  private static final String BOUNDARY = "safelight-bench-boundary";

  static final String MULTIPART = "multipart/form-data; boundary=" + BOUNDARY;

  /** What ends a multipart body after the bytes of its file. */
  static final byte[] AFTER_FILE = ascii("\r\n--" + BOUNDARY + "--\r\n");

  private final BenchUser user;

  UploadRequests(BenchUser user) {
    this.user = user;
  }

  /** The head of a request with a body. */
  byte[] head(String contentType, long contentLength) {
    return LoadConnection.head(
        "POST /1.1/media/upload.json HTTP/1.1",
        "Host: 127.0.0.1",
        "Authorization: Bearer " + user.bearerToken(),
        "Content-Type: " + contentType,
        "Content-Length: " + contentLength);
  }

  /** Opens an upload of a video and returns its media_id. */
  String init(LoadConnection connection, long totalBytes) throws IOException {
    connection.send(
        ByteBuffer.wrap(
            LoadConnection.head(
                "POST /1.1/media/upload.json?command=INIT&media_type=video/mp4&media_category=tweet_video&total_bytes="
                    + totalBytes
                    + " HTTP/1.1",
                "Host: 127.0.0.1",
                "Authorization: Bearer " + user.bearerToken(),
                "Content-Length: 0")));
    return readMediaId(connection, "INIT");
  }

  /**
   * Reads the answer that names a media.
   *
   * @param request what it answers, for the error
   */
  static String readMediaId(LoadConnection connection, String request) throws IOException {
    String answer = connection.readText();
    Matcher id = MEDIA_ID.matcher(answer);
    if (!id.find()) {
      throw new IOException(request + " was answered " + answer.lines().findFirst().orElse(""));
    }
    return id.group(1);
  }

  /** What comes before the bytes of a segment in a multipart body. */
  static byte[] beforeSegment(String mediaId, int index) {
    return ascii(
        field("command", "APPEND")
            + field("media_id", mediaId)
            + field("segment_index", Integer.toString(index))
            + file());
  }

  /** What comes before the bytes of a simple upload in a multipart body. */
  static byte[] beforeFile() {
    return ascii(file());
  }

  private static String field(String name, String value) {
    return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private static String file() {
    return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"file\"\r\n"
        + "Content-Type: application/octet-stream\r\n\r\n";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
