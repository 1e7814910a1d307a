package io.safelight.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safelight.blob.BlobStore;
import io.safelight.http.Exchange;
import io.safelight.http.Response;
import io.safelight.media.AttachedSubtitles;
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
 * Answers with files that name other files, HLS playlists and storyboards, where they are written when they are asked for.
 * Thread-safe.
 *
 * <ul>
 *   <li>The master playlist, because subtitles may be attached and detached at any time: caches may keep it, but have to ask each
 *       time whether it is still the same.
 *   <li>The playlists of subtitles.
 *   <li>Every such file of a private media, for players that hold a signed URL. A player drops the query of the file when it
 *       resolves what that names, so each file that is named gets a signature of its own, which ends with that of the file that
 *       names it.
 * </ul>
 */
final class Indexes {
  /** In a playlist, a line that names a file, or the attribute of a tag that does (RFC 8216 sections 4.1 and 4.2). */
  private static final Pattern IN_PLAYLIST = Pattern.compile("(?m)^(?!#)(\\S+)$|(?<=URI=\")([^\"]+)(?=\")");

  /** In a storyboard, what stands before the place of a picture. */
  private static final Pattern IN_STORYBOARD = Pattern.compile("(?m)^[^#\\s]+(?=#xywh=)");

  private static final String PLAYLIST_TYPE = "application/x-mpegURL";

  private final BlobStore blobs;
  private final SignedUrls signedUrls;

  Indexes(BlobStore blobs, SignedUrls signedUrls) {
    this.blobs = blobs;
    this.signedUrls = signedUrls;
  }

  /** A file that names others, as it is answered. */
  private record Index(String contentType, String text) {}

  /**
   * The file, whole, whatever range is asked for; empty when it is none of these.
   *
   * @param signed whether the request has a signature, which was found to be valid
   * @throws java.nio.file.NoSuchFileException when the bytes are not there
   */
  Optional<Response> answer(Exchange exchange, PublishedMedia media, RequestedFile file, boolean signed)
      throws IOException {
    if (signed) {
      return index(media, file, signing(exchange, media), true)
          .map(index -> whole(index).with("Cache-Control", "private, no-store"));
    }
    return index(media, file, UnaryOperator.identity(), false).map(index -> validated(exchange, media, index));
  }

  private UnaryOperator<String> signing(Exchange exchange, PublishedMedia media) {
    Instant end =
        Access.queryParameter(exchange, SignedUrls.EXPIRES)
            .map(Long::parseLong)
            .map(Instant::ofEpochSecond)
            .orElseThrow(() -> new IllegalStateException("a valid signature has an end"));
    return file -> file + "?" + signedUrls.query(media.slug(), file, end);
  }

  private Optional<Index> index(PublishedMedia media, RequestedFile file, UnaryOperator<String> name, boolean signed)
      throws IOException {
    Optional<AttachedSubtitles> subtitles =
        media.subtitles().stream().filter(each -> each.playlistName().equals(file.name())).findFirst();
    if (subtitles.isPresent()) {
      String playlist = SubtitlePlaylists.media(name.apply(subtitles.get().file().name()), media.duration());
      return Optional.of(new Index(PLAYLIST_TYPE, playlist));
    }
    Variant variant = file.variant();
    Optional<Pattern> names = names(variant);
    boolean master = variant.role() == VariantRole.PLAYLIST;
    if (names.isEmpty() || !(signed || master)) {
      return Optional.empty();
    }
    // Before the subtitles are added: what they are called is a stranger's text, and could look like a name of a file.
    String edition = variant.name().substring(0, variant.name().lastIndexOf('/') + 1);
    UnaryOperator<String> beside = each -> name.apply(edition + each).substring(edition.length());
    String named =
        names.get().matcher(text(variant)).replaceAll(found -> Matcher.quoteReplacement(beside.apply(found.group())));
    // Subtitles belong to all editions.
    UnaryOperator<String> above = edition.isEmpty() ? name : each -> "../" + name.apply(each);
    String written = master ? SubtitlePlaylists.master(named, media.subtitles(), above) : named;
    return Optional.of(new Index(variant.contentType(), written));
  }

  /** Where a file names others; empty when it does not. */
  private static Optional<Pattern> names(Variant variant) {
    if (variant.role() == VariantRole.STORYBOARD) {
      return Optional.of(IN_STORYBOARD);
    }
    boolean playlist = variant.contentType().toLowerCase(Locale.ROOT).endsWith("mpegurl");
    return playlist ? Optional.of(IN_PLAYLIST) : Optional.empty();
  }

  private String text(Variant variant) throws IOException {
    try (InputStream bytes = Channels.newInputStream(blobs.open(variant.key()))) {
      return new String(bytes.readAllBytes(), UTF_8);
    }
  }

  /** Only tags are compared: when subtitles were detached is known to nobody, so that there is no Last-Modified. */
  private static Response validated(Exchange exchange, PublishedMedia media, Index index) {
    String tag = FileAnswers.tag(index.text().getBytes(UTF_8));
    if (exchange.header("If-Match").filter(tags -> !EntityTags.listed(tags, tag, true)).isPresent()) {
      return PlainAnswers.preconditionFailed();
    }
    boolean unchanged = exchange.header("If-None-Match").filter(tags -> EntityTags.listed(tags, tag, false)).isPresent();
    return (unchanged ? PlainAnswers.withCors(Response.empty(304)) : whole(index))
        .with("ETag", tag)
        .with("Cache-Control", media.category().isPrivate() ? "private, no-cache" : "public, no-cache");
  }

  private static Response whole(Index index) {
    return PlainAnswers.withCors(Response.of(200, index.contentType(), index.text().getBytes(UTF_8)))
        .with("X-Content-Type-Options", "nosniff");
  }
}
