package io.safelight.auth;

import io.safelight.http.BaseUri;
import java.util.ArrayList;
import java.util.List;

/**
 * The base URIs that a client may have signed. Several are tried because proxies end TLS, some clients leave the port
 * out, and clients of the X API are often redirected to this server while they sign for the host they know. In order:
 * the URI as the request arrived; without its port; both with https; each public alias with https, then with http.
 * Immutable.
 *
 * <p>The index of a candidate means the same for every request, so that an account's last match can be tried first.
 */
final class BaseUriCandidates {
  private static final int OF_THE_REQUEST = 4;

  private final List<String> aliases;

  /**
   * @param publicAliases host names, each with a port if it is not the default one
   */
  BaseUriCandidates(List<String> publicAliases) {
    var both = new ArrayList<String>();
    for (String alias : publicAliases) {
      both.add("https://" + alias);
      both.add("http://" + alias);
    }
    this.aliases = List.copyOf(both);
  }

  int size() {
    return OF_THE_REQUEST + aliases.size();
  }

  /**
   * One candidate, such as {@code https://api.x.com}, without a slash at the end. Different indices may give the same.
   */
  String candidate(BaseUri uri, int index) {
    return switch (index) {
      case 0 -> uri.toString();
      case 1 -> uri.scheme() + "://" + uri.host();
      case 2 -> "https://" + (uri.port() == 443 ? uri.host() : uri.authority());
      case 3 -> "https://" + uri.host();
      default -> aliases.get(index - OF_THE_REQUEST);
    };
  }
}
