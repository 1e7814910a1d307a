package io.safelight.delivery;

import io.safelight.http.Exchange;
import io.safelight.http.Response;
import io.safelight.media.PublishedMedia;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Answers with a file, once it is decided which and that the client may have it. Thread-safe. */
final class FileAnswers {
  private static final int TAG_BYTES = 16;

  private final DeliveredFiles files;
  private final BlobStreamer streamer = new BlobStreamer();
  private final Duration maxAge;

  FileAnswers(DeliveredFiles files, Duration maxAge) {
    this.files = files;
    this.maxAge = maxAge;
  }

  /**
   * Answers 200, 206, 304, 412 or 416 (RFC 9110 sections 13 and 14). Whether a condition fails is known without the bytes: no
   * picture is made to say that it has not changed. HEAD needs its length, and is as much work as GET.
   *
   * @throws java.nio.file.NoSuchFileException when the bytes are not there
   * @throws io.safelight.error.SafelightException when a picture cannot be made in this size now
   */
  Response answer(Exchange exchange, PublishedMedia media, RequestedFile file) throws IOException {
    var validators = new Validators(tag(files.identity(file).getBytes(StandardCharsets.US_ASCII)), media.published());
    return switch (validators.evaluate(exchange)) {
      case FAILED -> PlainAnswers.preconditionFailed();
      case NOT_MODIFIED -> withCaching(Response.empty(304), media, validators, exchange.receivedAt());
      case PROCEED -> {
        FileBytes bytes = files.bytes(file);
        yield switch (selection(exchange, bytes, validators)) {
          case HttpRange.Selection.Unsatisfiable() -> PlainAnswers.unsatisfiable(bytes.size());
          case HttpRange.Selection.Whole() -> withCaching(whole(bytes), media, validators, exchange.receivedAt());
          case HttpRange.Selection.Ranges(List<HttpRange> ranges) ->
              withCaching(partial(bytes, ranges), media, validators, exchange.receivedAt());
        };
      }
    };
  }

  private static HttpRange.Selection selection(Exchange exchange, FileBytes bytes, Validators validators) {
    Optional<String> range = exchange.header("Range");
    if (range.isEmpty() || !exchange.method().equals("GET") || !validators.rangeApplies(exchange)) {
      return new HttpRange.Selection.Whole();
    }
    return HttpRange.select(range.get(), bytes.size());
  }

  private Response whole(FileBytes bytes) {
    return file(200, bytes.contentType(), streamer.body(bytes, 0, bytes.size()));
  }

  private Response partial(FileBytes bytes, List<HttpRange> ranges) {
    if (ranges.size() > 1) {
      BlobStreamer.MultipartBody parts = streamer.multipart(bytes, ranges);
      return file(206, parts.contentType(), parts.body());
    }
    HttpRange range = ranges.getFirst();
    return file(206, bytes.contentType(), streamer.body(bytes, range.first(), range.length()))
        .with("Content-Range", range.contentRange(bytes.size()));
  }

  private static Response file(int status, String contentType, Response.Body body) {
    return new Response(status, List.of(new Response.Header("Content-Type", contentType)), body)
        .with("X-Content-Type-Options", "nosniff")
        .with("Accept-Ranges", "bytes");
  }

  private Response withCaching(Response response, PublishedMedia media, Validators validators, Instant now) {
    String caching =
        media.category().isPrivate()
            ? "private, no-cache"
            : "public, max-age=" + maxAge(media, now).toSeconds() + ", immutable";
    return PlainAnswers.withCors(response)
        .with("ETag", validators.tag())
        .with("Last-Modified", HttpDate.format(validators.modified()))
        .with("Cache-Control", caching);
  }

  /** No cache may show a media after its end; one that is held has none. */
  private Duration maxAge(PublishedMedia media, Instant now) {
    Instant end = media.expires();
    Duration left = end == null ? maxAge : Duration.between(now, end);
    return left.compareTo(maxAge) < 0 ? left : maxAge;
  }

  /**
   * A strong entity tag.
   *
   * @param identity the bytes, or the key that stands for them because it is written once; hashed, as clients have no use for it
   */
  static String tag(byte[] identity) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
