package io.safelight;

import io.safelight.http.MultipartBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls of an upload without cleverness: nothing is retried, and a broken connection is an answer of its own. */
final class UploadCalls {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What makes further variants gives way to everything else on the machine. */
  private static final Duration REST_PATIENCE = Duration.ofMinutes(5);

  private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final String token;

  UploadCalls(int port, String token) {
    this.server = URI.create("http://127.0.0.1:" + port);
    this.token = token;
  }

  String init(long totalBytes) throws IOException, InterruptedException {
    return init(totalBytes, "tweet_video");
  }

  String init(long totalBytes, String category) throws IOException, InterruptedException {
    String type =
        category.endsWith("video")
            ? "video/mp4"
            : category.endsWith("gif") ? "image/gif" : category.equals("subtitles") ? "text/srt" : "image/jpeg";
    return open("&media_type=%s&media_category=%s".formatted(type, category), totalBytes);
  }

  /** INIT without a category. */
  String initWithoutCategory(long totalBytes, String type) throws IOException, InterruptedException {
    return open("&media_type=" + type, totalBytes);
  }

  private String open(String parameters, long totalBytes) throws IOException, InterruptedException {
    HttpResponse<String> answer = command("?command=INIT%s&total_bytes=%d".formatted(parameters, totalBytes));
    if (answer.statusCode() != 202) {
      throw new AssertionError("INIT: " + answer.statusCode() + " " + answer.body());
    }
    return json(answer).required("media_id_string").asString();
  }

  /** Returns whether the segment was acknowledged; a connection that breaks is not. */
  boolean append(String mediaId, int index, byte[] bytes) throws InterruptedException {
    return isAnswered(segment(mediaId, index, bytes), 204);
  }

  /** APPEND, whatever it comes to. */
  HttpResponse<String> sendSegment(String mediaId, int index, byte[] bytes) throws IOException, InterruptedException {
    return http.send(segment(mediaId, index, bytes), BodyHandlers.ofString());
  }

  private HttpRequest segment(String mediaId, int index, byte[] bytes) {
    return upload(
        new MultipartBody()
            .field("command", "APPEND")
            .field("media_id", mediaId)
            .field("segment_index", Integer.toString(index))
            .file("media", bytes));
  }

  /** Simple upload of an image; empty when the connection broke before its id was told. */
  Optional<String> simpleUpload(byte[] image) throws InterruptedException {
    return answer(upload(new MultipartBody().file("media", image)), 200)
        .map(answer -> json(answer).required("media_id_string").asString());
  }

  /** Simple upload, whatever it comes to. */
  HttpResponse<String> sendImage(byte[] image) throws IOException, InterruptedException {
    return http.send(upload(new MultipartBody().file("media", image)), BodyHandlers.ofString());
  }

  /** FINALIZE; returns whether it was acknowledged. */
  boolean complete(String mediaId) throws InterruptedException {
    return isAnswered(finalizeRequest(mediaId), 201);
  }

  /** FINALIZE, whatever it comes to. */
  HttpResponse<String> sendComplete(String mediaId) throws IOException, InterruptedException {
    return http.send(finalizeRequest(mediaId), BodyHandlers.ofString());
  }

  private HttpRequest finalizeRequest(String mediaId) {
    return request("/1.1/media/upload.json?command=FINALIZE&media_id=" + mediaId).POST(BodyPublishers.noBody()).build();
  }

  JsonNode status(String mediaId) throws IOException, InterruptedException {
    return get("/1.1/media/upload.json?command=STATUS&media_id=" + mediaId);
  }

  /** Which of so many segments STATUS does not name as received. */
  NavigableSet<Integer> missing(String mediaId, int segments) throws IOException, InterruptedException {
    NavigableSet<Integer> missing = new TreeSet<>(IntStream.range(0, segments).boxed().toList());
    Matcher ranges = RANGE.matcher(status(mediaId).at("/processing_info/upload/segments_received").asString(""));
    while (ranges.find()) {
      int first = Integer.parseInt(ranges.group(1));
      int last = ranges.group(2) == null ? first : Integer.parseInt(ranges.group(2));
      missing.removeIf(index -> index >= first && index <= last);
    }
    return missing;
  }

  /** Polls as the server says, until the state is final. */
  JsonNode awaitFinished(String mediaId) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      JsonNode status = status(mediaId);
      JsonNode checkAfter = status.at("/processing_info/check_after_secs");
      if (checkAfter.isMissingNode()) {
        return status;
      }
      Thread.sleep(Duration.ofMillis(Math.min(500, checkAfter.asInt() * 1000L)));
    }
    throw new AssertionError("the media did not finish");
  }

  /** Waits until all variants of a video that has succeeded are there. */
  JsonNode awaitComplete(String mediaId) throws IOException, InterruptedException {
    long end = System.nanoTime() + REST_PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      JsonNode status = status(mediaId);
      if (status.at("/video/variants_complete").asBoolean(false)) {
        return status;
      }
      Thread.sleep(Duration.ofMillis(100));
    }
    throw new AssertionError("not all variants were made");
  }

  /** Posts a media, whatever it comes to. */
  HttpResponse<String> post(String mediaId) throws IOException, InterruptedException {
    return post("hello", mediaId);
  }

  /** Posts a media with a text that is percent-encoded, whatever it comes to. */
  HttpResponse<String> post(String text, String mediaId) throws IOException, InterruptedException {
    return send("/1.1/statuses/update.json?status=" + text + "&media_ids=" + mediaId);
  }

  /** Deletes a post, whatever it comes to. */
  HttpResponse<String> destroy(String postId) throws IOException, InterruptedException {
    return send("/1.1/statuses/destroy/" + postId + ".json");
  }

  /** Posts a JSON document, whatever it comes to. */
  HttpResponse<String> postJson(String path, String document) throws IOException, InterruptedException {
    return http.send(
        request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(document)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return http.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  /** Posts a video and fetches its first MP4 variant. */
  byte[] postedVariant(String mediaId) throws IOException, InterruptedException {
    JsonNode post = json(post(mediaId));
    JsonNode variants = post.at("/extended_entities/media/0/video_info/variants");
    URI url = URI.create(variants.required(0).required("url").asString());
    HttpResponse<byte[]> file = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
    if (file.statusCode() != 200) {
      throw new AssertionError("the variant was answered " + file.statusCode());
    }
    return file.body();
  }

  private HttpRequest upload(MultipartBody body) {
    return request("/1.1/media/upload.json")
        .header("Content-Type", MultipartBody.TYPE)
        .POST(BodyPublishers.ofByteArray(body.bytes()))
        .build();
  }

  private boolean isAnswered(HttpRequest request, int expected) throws InterruptedException {
    return answer(request, expected).isPresent();
  }

  /** The answer, unless the connection broke. */
  private Optional<HttpResponse<String>> answer(HttpRequest request, int expected) throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new AssertionError(request.uri() + ": " + answer.statusCode() + " " + answer.body());
      }
      return Optional.of(answer);
    } catch (IOException brokenConnection) {
      return Optional.empty();
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return json(http.send(request(path).GET().build(), BodyHandlers.ofString()));
  }

  private HttpResponse<String> command(String query) throws IOException, InterruptedException {
    return send("/1.1/media/upload.json" + query);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).header("Authorization", "Bearer " + token);
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}
