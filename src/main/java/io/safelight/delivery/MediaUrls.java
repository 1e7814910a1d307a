package io.safelight.delivery;

import io.safelight.config.DeliveryConfig;
import io.safelight.config.ServerConfig;
import io.safelight.http.BaseUri;
import io.safelight.media.Media;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Builds the absolute URLs that answers and posts hand out. Thread-safe. */
public final class MediaUrls {
  private final Optional<String> publicUrl;
  private final Set<String> aliases;
  private final DeliveryConfig delivery;
  private final Supplier<BaseUri> listening;
  private final SignedUrls signedUrls;
  private final InstantSource clock;

  /**
   * @param listening where the server can be reached; asked only when needed, as the port may be known only after the start
   */
  public MediaUrls(
      ServerConfig server,
      DeliveryConfig delivery,
      Supplier<BaseUri> listening,
      SignedUrls signedUrls,
      InstantSource clock) {
    this.publicUrl = server.publicUrl().map(URI::toString).map(MediaUrls::withoutTrailingSlash);
    this.aliases =
        server.publicAliases().stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    this.delivery = delivery;
    this.listening = listening;
    this.signedUrls = signedUrls;
    this.clock = clock;
  }

  /**
   * The URL of a variant: under {@code server.public-url} when it is set, else under the address the client used. A client that
   * reached this server under one of the {@code server.public-aliases} gets the server's own address, because for everybody else
   * the alias is another machine. The URL of a private media is signed for its owners, and then valid for {@code
   * delivery.signed-url-ttl}; to everybody else it is of no use.
   *
   * @param client how the client addressed the server
   * @param viewer who gets the URL
   */
  public String url(Media media, Variant variant, BaseUri client, UserId viewer) {
    String url = base(client) + "/media/" + media.slug() + "/" + variant.name();
    if (!media.category().isPrivate() || !media.owners().include(viewer)) {
      return url;
    }
    return url + "?" + signedUrls.query(media.slug(), variant.name(), clock.instant().plus(delivery.signedUrlTtl()));
  }

  private String base(BaseUri client) {
    return publicUrl.orElseGet(
        () -> (aliases.contains(client.host().toLowerCase(Locale.ROOT)) ? listening.get() : client).toString());
  }

  private static String withoutTrailingSlash(String url) {
    return url.endsWith("/") ? withoutTrailingSlash(url.substring(0, url.length() - 1)) : url;
  }
}
