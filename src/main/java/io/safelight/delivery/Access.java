package io.safelight.delivery;

import io.safelight.auth.Authenticator;
import io.safelight.auth.Principal;
import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.Parameter;
import io.safelight.media.PublishedMedia;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Decides who may fetch a media. A public one: everybody; a private one: its owners by their credentials, and whoever holds a
 * signed URL. Thread-safe.
 */
final class Access {
  private final Authenticator authenticator;
  private final SignedUrls signedUrls;

  Access(Authenticator authenticator, SignedUrls signedUrls) {
    this.authenticator = authenticator;
    this.signedUrls = signedUrls;
  }

  /** What a requester is told. */
  enum Decision {
    GRANTED,
    /** Granted to whoever holds this URL. */
    SIGNED,
    /** The URL was valid once, so its holder may know that the media exists. */
    LINK_EXPIRED,
    /** To be answered as if the media did not exist. */
    DENIED
  }

  /**
   * Decides about one file of a media.
   *
   * @throws SafelightException when the credentials could not be checked now
   */
  Decision decide(Exchange exchange, PublishedMedia media, RequestedFile file) throws IOException {
    if (!media.category().isPrivate()) {
      return Decision.GRANTED;
    }
    SignedUrls.Verdict verdict = signature(exchange, media, file);
    if (verdict == SignedUrls.Verdict.VALID) {
      return Decision.SIGNED;
    }
    if (isOwner(exchange, media)) {
      return Decision.GRANTED;
    }
    return verdict == SignedUrls.Verdict.EXPIRED ? Decision.LINK_EXPIRED : Decision.DENIED;
  }

  private SignedUrls.Verdict signature(Exchange exchange, PublishedMedia media, RequestedFile file) {
    Optional<String> expires = queryParameter(exchange, SignedUrls.EXPIRES);
    Optional<String> signature = queryParameter(exchange, SignedUrls.SIGNATURE);
    // The URL of a thumbnail must not open the large image by a suffix.
    if (expires.isEmpty() || signature.isEmpty() || file.isLargerThanNamed()) {
      return SignedUrls.Verdict.INVALID;
    }
    return signedUrls.verify(media.slug(), file.name(), expires.get(), signature.get());
  }

  private boolean isOwner(Exchange exchange, PublishedMedia media) throws IOException {
    if (exchange.header("Authorization").isEmpty()) {
      return false;
    }
    try {
      Principal principal = authenticator.check(exchange).prove(List.of());
      return media.owners().include(principal.user());
    } catch (SafelightException e) {
      if (e.code().retryable()) {
        throw e;
      }
      return false;
    }
  }

  /** The first query parameter of a name. */
  static Optional<String> queryParameter(Exchange exchange, String name) {
    for (Parameter parameter : exchange.query()) {
      if (parameter instanceof Parameter.Text text && text.name().equals(name)) {
        return Optional.of(text.value());
      }
    }
    return Optional.empty();
  }
}
