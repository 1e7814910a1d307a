package io.safelight.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safelight.auth.NewAccount;
import io.safelight.http.MultipartBody;
import io.safelight.media.MediaId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user's calls with a bearer token. */
final class ApiClient {
  static final String UPLOAD = "/1.1/media/upload.json";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ApiServer server;
  private final NewAccount account;

  ApiClient(ApiServer server, NewAccount account) {
    this.server = server;
    this.account = account;
  }

  NewAccount account() {
    return account;
  }

  /** An answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, HttpHeaders headers, byte[] body) {
    String text() {
      return new String(body, UTF_8);
    }

    JsonNode json() {
      return MAPPER.readTree(body);
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** The names of an object's members in their order. */
    List<String> members(String... path) {
      JsonNode node = json();
      for (String name : path) {
        node = node.path(name);
      }
      return List.copyOf(node.propertyNames());
    }

    MediaId mediaId() {
      return MediaId.parse(json().path("media_id_string").asString(json().path("data").path("id").asString(""))).orElseThrow();
    }

    /** Message of an error of shape (a). */
    String message() {
      return json().path("errors").path(0).path("message").asString();
    }

    int code() {
      return json().path("errors").path(0).path("code").asInt();
    }
  }

  /** A body of a type. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(String type, byte[] bytes) {}

  Answer get(String pathAndQuery) {
    return send("GET", pathAndQuery, Optional.empty());
  }

  Answer post(String pathAndQuery) {
    return send("POST", pathAndQuery, Optional.empty());
  }

  Answer post(String pathAndQuery, Content body) {
    return send("POST", pathAndQuery, Optional.of(body));
  }

  Answer send(String method, String pathAndQuery, Optional<Content> body) {
    return send(method, pathAndQuery, body, "Bearer " + account.bearerToken());
  }

  Answer send(String method, String pathAndQuery, Optional<Content> body, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.base() + pathAndQuery))
            .method(method, body.map(b -> BodyPublishers.ofByteArray(b.bytes())).orElse(BodyPublishers.noBody()));
    body.filter(b -> !b.type().isEmpty()).ifPresent(b -> request.header("Content-Type", b.type()));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  // --- bodies --------------------------------------------------------------------------------------------------------

  /** An urlencoded body of names and values in turn. */
  static Content form(String... namesAndValues) {
    return new Content("application/x-www-form-urlencoded", encode(namesAndValues).getBytes(UTF_8));
  }

  /** A query or urlencoded body of names and values in turn. */
  static String encode(String... namesAndValues) {
    var pairs = new ArrayList<String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.add(URLEncoder.encode(namesAndValues[i], UTF_8) + "=" + URLEncoder.encode(namesAndValues[i + 1], UTF_8));
    }
    return String.join("&", pairs);
  }

  static Content json(String document) {
    return new Content("application/json", document.getBytes(UTF_8));
  }

  /** A part of a multipart body; further headers each end in CR LF. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Part(String name, String headers, byte[] bytes) {
    static Part field(String name, String value) {
      return new Part(name, "", value.getBytes(UTF_8));
    }

    static Part file(String name, byte[] bytes) {
      return new Part(name, "Content-Type: application/octet-stream\r\n", bytes);
    }
  }

  static Content multipart(Part... parts) {
    var body = new MultipartBody();
    for (Part part : parts) {
      if (part.headers().isEmpty()) {
        body.field(part.name(), new String(part.bytes(), UTF_8));
      } else {
        body.file(part.name(), part.headers(), part.bytes());
      }
    }
    return new Content(MultipartBody.TYPE, body.bytes());
  }

  // --- commands of v1.1 ----------------------------------------------------------------------------------------------

  MediaId init(String type, long size, String... more) {
    var parameters =
        new ArrayList<>(List.of("command", "INIT", "media_type", type, "total_bytes", Long.toString(size)));
    parameters.addAll(List.of(more));
    Answer answer = post(UPLOAD, form(parameters.toArray(String[]::new)));
    if (answer.status() != 202) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return answer.mediaId();
  }

  Answer append(MediaId id, int index, byte[] bytes) {
    return post(
        UPLOAD,
        multipart(
            Part.field("command", "APPEND"),
            Part.field("media_id", id.toString()),
            Part.field("segment_index", Integer.toString(index)),
            Part.file("media", bytes)));
  }

  Answer finalizeUpload(MediaId id) {
    return post(UPLOAD, form("command", "FINALIZE", "media_id", id.toString()));
  }

  Answer status(MediaId id) {
    return get(UPLOAD + "?command=STATUS&media_id=" + id);
  }

  /** A media of this category that was uploaded and finalized. */
  MediaId uploaded(String type, String category) {
    byte[] bytes = {1, 2, 3, 4};
    MediaId id = init(type, bytes.length, "media_category", category);
    append(id, 0, bytes);
    Answer answer = finalizeUpload(id);
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return id;
  }

  /** A media of this category that can be used. */
  MediaId ready(String type, String category) {
    server.workAtOnce();
    try {
      return uploaded(type, category);
    } finally {
      server.workByHand();
    }
  }
}
