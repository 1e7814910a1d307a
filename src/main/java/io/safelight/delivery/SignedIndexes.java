package io.safelight.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.safelight.blob.BlobStore;
import io.safelight.http.Exchange;
import io.safelight.http.Response;
import io.safelight.media.PublishedMedia;
import io.safelight.media.Variant;
import io.safelight.media.VariantRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers with files of private media that name other files to players that hold a signed URL: HLS playlists and storyboards. A
 * player drops the query of such a file when it resolves what that names, so each file that is named gets a signature of its own,
 * which ends with that of the file that names it. Thread-safe.
 */
final class SignedIndexes {
  /** In a playlist, a line that names a file, or the attribute of a tag that does (RFC 8216 sections 4.1 and 4.2). */
  private static final Pattern IN_PLAYLIST = Pattern.compile("(?m)^(?!#)(\\S+)$|(?<=URI=\")([^\"]+)(?=\")");

  /** In a storyboard, what stands before the place of a picture. */
  private static final Pattern IN_STORYBOARD = Pattern.compile("(?m)^[^#\\s]+(?=#xywh=)");

  private final BlobStore blobs;
  private final SignedUrls signedUrls;

  SignedIndexes(BlobStore blobs, SignedUrls signedUrls) {
    this.blobs = blobs;
    this.signedUrls = signedUrls;
  }

  /** Where a file names others; empty when it does not. */
  private static Optional<Pattern> names(Variant variant) {
    if (variant.role() == VariantRole.STORYBOARD) {
      return Optional.of(IN_STORYBOARD);
    }
    boolean playlist = variant.contentType().toLowerCase(Locale.ROOT).endsWith("mpegurl");
    return playlist ? Optional.of(IN_PLAYLIST) : Optional.empty();
  }

  /**
   * The file with signed names, whole, whatever range is asked for; empty when it names no files.
   *
   * @param exchange a request whose signature was found to be valid
   * @throws java.nio.file.NoSuchFileException when the bytes are not there
   */
  Optional<Response> answer(Exchange exchange, PublishedMedia media, Variant index) throws IOException {
    Optional<Pattern> names = names(index);
    return names.isEmpty() ? Optional.empty() : Optional.of(signed(exchange, media, index, names.get()));
  }

  private Response signed(Exchange exchange, PublishedMedia media, Variant index, Pattern names) throws IOException {
    Instant end =
        Access.queryParameter(exchange, SignedUrls.EXPIRES)
            .map(Long::parseLong)
            .map(Instant::ofEpochSecond)
            .orElseThrow(() -> new IllegalStateException("a valid signature has an end"));
    String text;
    try (InputStream bytes = Channels.newInputStream(blobs.open(index.key()))) {
      text = new String(bytes.readAllBytes(), US_ASCII);
    }
    UnaryOperator<String> sign = file -> file + "?" + signedUrls.query(media.slug(), file, end);
    String signed = names.matcher(text).replaceAll(file -> Matcher.quoteReplacement(sign.apply(file.group())));
    return PlainAnswers.withCors(Response.of(200, index.contentType(), signed.getBytes(US_ASCII)))
        .with("X-Content-Type-Options", "nosniff")
        .with("Cache-Control", "private, no-store");
  }
}
