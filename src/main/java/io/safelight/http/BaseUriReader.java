package io.safelight.http;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what requests name as their host. Remembers the last one, since a server is known by few names. Thread-safe. */
final class BaseUriReader {
  /** Registered names and addresses (RFC 3986 section 3.2.2), without the characters that nobody has in a host name. */
  private static final Pattern AUTHORITY = Pattern.compile("([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?");

  private volatile @Nullable Known last;

  private record Known(String scheme, String authority, BaseUri uri) {}

  /**
   * Reads a host with an optional port.
   *
   * @throws SafelightException PARAMETER_INVALID when it is none
   */
  BaseUri read(String scheme, String authority) {
    Known known = last;
    if (known != null && known.authority.equals(authority) && known.scheme.equals(scheme)) {
      return known.uri;
    }
    BaseUri uri = parse(scheme, authority);
    last = new Known(scheme, authority, uri);
    return uri;
  }

  private static BaseUri parse(String scheme, String authority) {
    Matcher matcher = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new SafelightException(ErrorCode.PARAMETER_INVALID, "The host that this request names is not a host name.");
    }
    String port = matcher.group(2);
    int defaultPort = scheme.equals("https") ? 443 : 80;
    return new BaseUri(scheme, matcher.group(1), port == null ? defaultPort : Integer.parseInt(port));
  }
}
