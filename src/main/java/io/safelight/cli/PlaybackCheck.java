package io.safelight.cli;

import io.safelight.client.Post;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;

/** Fetches a media of a post as a browser would, without credentials, and says what came. */
final class PlaybackCheck {
  private static final String RANGE = "bytes=0-1023";

  private final Terminal terminal;

  PlaybackCheck(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Lists the URLs of the media and fetches the best variant, whole and in part.
   *
   * @return its URL
   * @throws IOException when the server does not deliver it
   */
  String fetch(Post.Media media) throws IOException, InterruptedException {
    terminal.println("%-10s %s".formatted(media.variants().isEmpty() ? media.type() : "poster", media.url()));
    for (Post.Variant variant : media.variants()) {
      String rate = variant.bitrate() == null ? "" : "  %d kbit/s".formatted(variant.bitrate() / 1000);
      terminal.println("%-10s %s%s".formatted(variant.contentType(), variant.url(), rate));
    }
    String url =
        media.variants().stream()
            .max(Comparator.comparingLong(variant -> variant.bitrate() == null ? 0 : variant.bitrate()))
            .map(Post.Variant::url)
            .orElse(media.url());
    try (HttpClient http = HttpClient.newHttpClient()) {
      get(http, HttpRequest.newBuilder(URI.create(url)), "", 200);
      get(http, HttpRequest.newBuilder(URI.create(url)).header("Range", RANGE), "  Range: " + RANGE, 206);
    }
    return url;
  }

  private void get(HttpClient http, HttpRequest.Builder request, String header, int expected)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    long millis = (System.nanoTime() - start) / 1_000_000;
    String type = response.headers().firstValue("Content-Type").orElse("?");
    String text = "%s, %,d bytes".formatted(type, response.body().length);
    terminal.println(
        "GET  " + response.uri().getPath() + header + "\n"
            + new ExchangePrinter(terminal).answer(response.statusCode(), millis, text));
    if (response.statusCode() != expected) {
      throw new IOException(
          "The media does not play: GET " + response.uri() + " was answered " + response.statusCode() + ".");
    }
  }
}
