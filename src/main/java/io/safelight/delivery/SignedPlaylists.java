package io.safelight.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.safelight.blob.BlobStore;
import io.safelight.http.Exchange;
import io.safelight.http.Response;
import io.safelight.media.PublishedMedia;
import io.safelight.media.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers with HLS playlists of private media to players that hold a signed URL. A player drops the query of a playlist when it
 * resolves what that names, so each file that is named gets a signature of its own, which ends with that of the playlist.
 * Thread-safe.
 */
final class SignedPlaylists {
  /** A line that names a file, or the attribute of a tag that does (RFC 8216 sections 4.1 and 4.2). */
  private static final Pattern FILE = Pattern.compile("(?m)^(?!#)(\\S+)$|(?<=URI=\")([^\"]+)(?=\")");

  private final BlobStore blobs;
  private final SignedUrls signedUrls;

  SignedPlaylists(BlobStore blobs, SignedUrls signedUrls) {
    this.blobs = blobs;
    this.signedUrls = signedUrls;
  }

  static boolean isPlaylist(Variant variant) {
    return variant.contentType().toLowerCase(Locale.ROOT).endsWith("mpegurl");
  }

  /**
   * The playlist with signed names. Whole, whatever range is asked for.
   *
   * @param exchange a request whose signature was found to be valid
   * @throws java.nio.file.NoSuchFileException when the bytes are not there
   */
  Response answer(Exchange exchange, PublishedMedia media, Variant playlist) throws IOException {
    Instant end =
        Access.queryParameter(exchange, SignedUrls.EXPIRES)
            .map(Long::parseLong)
            .map(Instant::ofEpochSecond)
            .orElseThrow(() -> new IllegalStateException("a valid signature has an end"));
    String text;
    try (InputStream bytes = Channels.newInputStream(blobs.open(playlist.key()))) {
      text = new String(bytes.readAllBytes(), US_ASCII);
    }
    String signed = signed(text, file -> file + "?" + signedUrls.query(media.slug(), file, end));
    return PlainAnswers.withCors(Response.of(200, playlist.contentType(), signed.getBytes(US_ASCII)))
        .with("X-Content-Type-Options", "nosniff")
        .with("Cache-Control", "private, no-store");
  }

  private static String signed(String playlist, UnaryOperator<String> sign) {
    return FILE.matcher(playlist).replaceAll(file -> Matcher.quoteReplacement(sign.apply(file.group())));
  }
}
