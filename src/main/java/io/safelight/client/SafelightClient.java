package io.safelight.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Uploads media and posts them, with one user's bearer token, over API v1.1. A lost connection and a busy server are
 * met by trying again, except where that could do something twice. Thread-safe; every method blocks, and may be
 * interrupted.
 */
public final class SafelightClient implements AutoCloseable {
  /** Most bytes that one segment may have. */
  public static final int MAX_SEGMENT_BYTES = 5 * 1024 * 1024;

  /** Most segments that one media may have. */
  public static final int MAX_SEGMENTS = 1000;

  private final URI upload;
  private final URI metadata;
  private final URI post;
  private final URI server;
  private final Transport transport;
  private final Sleeper sleeper;

  /** A client for the server at this base URL, such as {@code http://localhost:8080}. */
  public SafelightClient(URI server, String bearerToken) {
    this(server, bearerToken, exchange -> {});
  }

  /** A client whose exchanges are observed. */
  public SafelightClient(URI server, String bearerToken, ExchangeObserver observer) {
    this(server, bearerToken, observer, RetryPolicy.DEFAULT, Thread::sleep);
  }

  SafelightClient(URI server, String bearerToken, ExchangeObserver observer, RetryPolicy retries, Sleeper sleeper) {
    this.server = URI.create(server.toString().replaceFirst("/+$", ""));
    this.upload = resource("/1.1/media/upload.json");
    this.metadata = resource("/1.1/media/metadata/create.json");
    this.post = resource("/1.1/statuses/update.json");
    this.transport = new Transport(bearerToken, observer, retries, sleeper);
    this.sleeper = sleeper;
  }

  /** The base URL of the server. */
  public URI server() {
    return server;
  }

  /**
   * Opens an upload.
   *
   * @param mediaType such as {@code video/mp4}
   * @param category such as {@code tweet_video}
   * @return the media, whose id the other calls take
   * @throws RequestFailedException when the server refuses
   */
  public MediaStatus init(long totalBytes, String mediaType, String category)
      throws IOException, InterruptedException {
    var parameters = command("INIT");
    parameters.put("total_bytes", Long.toString(totalBytes));
    parameters.put("media_type", mediaType);
    parameters.put("media_category", category);
    // Sent twice, it would leave behind an upload that nobody continues, and that counts against the quota.
    return MediaStatus.of(transport.send(Call.form(upload, parameters, false)));
  }

  /**
   * Sends one segment, streamed from the file. When it returns, the server has stored it for good. Sending a segment
   * again does no harm.
   *
   * @param read told how many bytes were read from the file, less those that have to be read again
   */
  public void append(String mediaId, int index, FileChannel file, long offset, long length, LongConsumer read)
      throws IOException, InterruptedException {
    var parameters = command("APPEND");
    parameters.put("media_id", mediaId);
    parameters.put("segment_index", Integer.toString(index));
    String boundary = "safelight-" + UUID.randomUUID();
    StringBuilder head = new StringBuilder();
    String part = "--" + boundary + "\r\nContent-Disposition: form-data; name=";
    parameters.forEach((name, value) -> head.append(part + "\"" + name + "\"\r\n\r\n" + value + "\r\n"));
    head.append(part + "\"media\"; filename=\"segment\"\r\n");
    head.append("Content-Type: application/octet-stream\r\n\r\n");
    var counted = new AtomicLong();
    Supplier<BodyPublisher> body =
        () ->
            BodyPublishers.concat(
                BodyPublishers.ofString(head.toString(), StandardCharsets.UTF_8),
                length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(
                            () -> {
                              read.accept(-counted.getAndSet(0));
                              return new FileRegion(file, offset, length, bytes -> {
                                counted.addAndGet(bytes);
                                read.accept(bytes);
                              });
                            }),
                        length),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    String sent = Call.inShort(parameters) + " media=(" + length + " bytes)";
    transport.send(new Call("POST", upload, "multipart/form-data; boundary=" + boundary, body, sent, true));
  }

  /** Closes an upload: no more segments, processing begins. Calling it again gives the same outcome. */
  public MediaStatus complete(String mediaId) throws IOException, InterruptedException {
    var parameters = command("FINALIZE");
    parameters.put("media_id", mediaId);
    return MediaStatus.of(transport.send(Call.form(upload, parameters, true)));
  }

  /** Asks how a media is doing. */
  public MediaStatus status(String mediaId) throws IOException, InterruptedException {
    var parameters = command("STATUS");
    parameters.put("media_id", mediaId);
    return MediaStatus.of(transport.send(Call.get(upload, parameters)));
  }

  /**
   * Asks until the state is final, as often as the server wants to be asked.
   *
   * @param seen told every answer
   */
  public MediaStatus waitUntilFinished(MediaStatus latest, Consumer<MediaStatus> seen)
      throws IOException, InterruptedException {
    MediaStatus status = latest;
    while (!status.isFinished()) {
      sleeper.sleep(status.checkAfter().orElse(Duration.ofSeconds(1)));
      status = status(status.mediaId());
      seen.accept(status);
    }
    return status;
  }

  /** Describes a media for people who cannot see it. */
  public void describe(String mediaId, String altText) throws IOException, InterruptedException {
    var body = JsonNodeFactory.instance.objectNode().put("media_id", mediaId);
    body.putObject("alt_text").put("text", altText);
    transport.send(Call.json(metadata, body.toString()));
  }

  /** Posts a text with media that have succeeded. */
  public Post post(String text, List<String> mediaIds) throws IOException, InterruptedException {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("status", text);
    parameters.put("media_ids", String.join(",", mediaIds));
    return Post.of(transport.send(Call.form(post, parameters, false)));
  }

  /** Shows a post. */
  public Post show(String postId) throws IOException, InterruptedException {
    JsonNode json = transport.send(Call.get(resource("/1.1/statuses/show/" + postId + ".json"), Map.of()));
    return Post.of(json);
  }

  private URI resource(String path) {
    return URI.create(server + path);
  }

  private static Map<String, String> command(String command) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("command", command);
    return parameters;
  }

  @Override
  public void close() {
    transport.close();
  }
}
