package io.safelight.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the server listens, how it is reached, and where it keeps its data. */
@Area(value = "server", doc = "Where the server listens, how it is reached, and where it keeps its data.")
public record ServerConfig(
    @Setting(value = "127.0.0.1", doc = "Address to listen on; `0.0.0.0` for all.") String host,
    @Setting(value = "8080", min = "0", max = "65535", doc = "Port to listen on; 0 takes any free port.") int port,
    @Setting(value = "data", doc = "Folder for the database, the media and everything else that is kept.") Path data,
    @Setting(
            value = "",
            doc =
                "Base of the URLs that are handed out, such as `https://media.example.com`. Put a CDN's "
                + "address here. Unset: the address the client used.")
        Optional<URI> publicUrl,
    @Setting(
            value = "127.0.0.0/8, ::1",
            doc = "Addresses of proxies whose `Forwarded` and `X-Forwarded-*` headers are believed.")
        List<String> trustedProxies,
    @Setting(
            value = "upload.twitter.com, api.twitter.com, upload.x.com, api.x.com",
            doc =
                "Host names that clients may have signed their OAuth 1.0a requests for although they "
                + "reached this server by another name.")
        List<String> publicAliases) {

  public ServerConfig {
    trustedProxies = List.copyOf(trustedProxies);
    publicAliases = List.copyOf(publicAliases);
    for (String proxy : trustedProxies) {
      try {
        AddressBlock.parse(proxy);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("The setting server.trusted-proxies is wrong: " + e.getMessage() + ".", e);
      }
    }
    if (publicUrl.isPresent() && !isBase(publicUrl.get())) {
      throw new IllegalArgumentException(
          "The setting server.public-url is '" + publicUrl.get()
              + "', but must be the base of a URL, such as https://media.example.com.");
    }
  }

  private static boolean isBase(URI uri) {
    return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        && uri.getHost() != null
        && uri.getQuery() == null
        && uri.getFragment() == null;
  }
}
