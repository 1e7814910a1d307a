package io.safelight.delivery;

import io.safelight.auth.Authenticator;
import io.safelight.blob.BlobStore;
import io.safelight.config.DeliveryConfig;
import io.safelight.http.Endpoint;
import io.safelight.http.Exchange;
import io.safelight.http.Response;
import io.safelight.http.Routes;
import io.safelight.media.PublishedMedia;
import io.safelight.picture.PictureSizes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET}, {@code HEAD} and {@code OPTIONS} of {@code /media/{slug}/{file}}: the files of media that were processed
 * with success. Conditions and ranges as in RFC 9110 sections 13 and 14. Everything else, and a private media for whom it is not
 * meant, is the same plain 404. Thread-safe.
 *
 * <p>Files never change, but for the playlists that name the subtitles of a video, so public ones may be cached for as long as {@code delivery.max-age}, but not beyond the
 * time when the media expires unless it is used; of private ones a browser may keep a copy that it asks about each time. Every
 * answer may be read by scripts of any site: what protects a private media is its signature or its owner's credentials, which a
 * browser does not send by itself.
 */
public final class MediaEndpoint implements Endpoint {
  /** The route of this endpoint. */
  public static final String PATTERN = "/media/{slug}/{file}";

  /** That of files which were made again: those of one edition name each other without it. */
  private static final String EDITION_PATTERN = "/media/{slug}/{edition}/{file}";

  private static final Pattern SLUG = Pattern.compile("[0-9a-z]{1,64}");

  private final Function<String, Optional<PublishedMedia>> published;
  private final FileAnswers answers;
  private final Access access;
  private final Indexes indexes;

  /**
   * @param published finds what is published under a slug
   */
  public MediaEndpoint(
      Function<String, Optional<PublishedMedia>> published,
      BlobStore blobs,
      PictureSizes sizes,
      Authenticator authenticator,
      SignedUrls signedUrls,
      DeliveryConfig config) {
    this.published = published;
    this.answers = new FileAnswers(new DeliveredFiles(blobs, sizes), config.maxAge());
    this.access = new Access(authenticator, signedUrls);
    this.indexes = new Indexes(blobs, signedUrls);
  }

  /** Registers this endpoint and what renders the errors of everything below {@code /media/}. */
  public void register(Routes routes) {
    for (String pattern : List.of(PATTERN, EDITION_PATTERN)) {
      routes.add("GET", pattern, PlainAnswers::error, this);
      routes.add("OPTIONS", pattern, PlainAnswers::error, this);
    }
    routes.fallback("/media/", PlainAnswers::error);
  }

  @Override
  public @Nullable Response handleInMemory(Exchange exchange) {
    return exchange.method().equals("OPTIONS") ? PlainAnswers.preflight() : null;
  }

  @Override
  public Response handle(Exchange exchange) throws IOException {
    if (exchange.method().equals("OPTIONS")) {
      return PlainAnswers.preflight();
    }
    // First, so that a query that cannot be read is the same error whether the media exists or not.
    Optional<String> size = Access.queryParameter(exchange, "name");
    Optional<PublishedMedia> found = find(exchange.pathVariable("slug"));
    if (found.isEmpty()) {
      return PlainAnswers.notFound();
    }
    Optional<RequestedFile> file = RequestedFile.find(name(exchange), size, found.get());
    if (file.isEmpty()) {
      return PlainAnswers.notFound();
    }
    return switch (access.decide(exchange, found.get(), file.get())) {
      case GRANTED -> serve(exchange, found.get(), file.get(), false);
      case SIGNED -> serve(exchange, found.get(), file.get(), true);
      case LINK_EXPIRED -> PlainAnswers.linkExpired();
      case DENIED -> PlainAnswers.notFound();
    };
  }

  /** What follows the slug: one part, or an edition and a file. */
  private static String name(Exchange exchange) {
    return exchange.path().substring("/media/".length() + exchange.pathVariable("slug").length() + 1);
  }

  private boolean isListed(String slug, RequestedFile file) {
    return find(slug)
        .flatMap(now -> RequestedFile.find(file.name(), Optional.empty(), now))
        .filter(found -> found.variant().key().equals(file.variant().key()))
        .isPresent();
  }

  private Optional<PublishedMedia> find(String slug) {
    return SLUG.matcher(slug).matches() ? published.apply(slug) : Optional.empty();
  }

  private Response serve(Exchange exchange, PublishedMedia served, RequestedFile file, boolean signed)
      throws IOException {
    try {
      Optional<Response> index = indexes.answer(exchange, served, file, signed);
      return index.isPresent() ? index.get() : answers.answer(exchange, served, file);
    } catch (NoSuchFileException e) {
      if (!isListed(served.slug(), file)) {
        // It was deleted, replaced or detached between the row and the file.
        return PlainAnswers.notFound();
      }
      throw e;
    }
  }
}
