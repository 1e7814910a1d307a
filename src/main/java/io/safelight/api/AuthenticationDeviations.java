package io.safelight.api;

import java.util.List;

/** In what authentication and ownership differ from the real API. */
final class AuthenticationDeviations {
  static final List<Deviation> ALL =
      List.of(
          new Deviation(
              "media ids of somebody else",
              "several different errors",
              "the same answer as for an id that does not exist",
              "Ids can be guessed; whether one exists is nobody else's business."),
          new Deviation(
              "bearer tokens of a user with v1.1",
              "OAuth 1.0a only",
              "accepted in both versions",
              "It makes a curl session possible."),
          new Deviation(
              "the base URI of a signature",
              "exactly the URL called",
              "also the host without its port, https, and X's own host names (configurable)",
              "Clients that are pointed at another server sign what they think they call."),
          new Deviation(
              "signature methods",
              "HMAC-SHA1",
              "HMAC-SHA1 and HMAC-SHA256; a repeated GET within the time window is accepted",
              "SHA-1 is old, and a repeated poll does no harm."),
          new Deviation(
              "scopes, app-only tokens",
              "`media.write` is needed; app-only tokens are refused",
              "a token is a user and may do everything that user may; `x-access-level` is always read-write-directmessages",
              "Tokens are made by the operator of the server."),
          new Deviation(
              "`additional_owners`",
              "may use the media in posts and ads; what else they may do is not documented",
              "may ask for STATUS, post the media and fetch it; APPEND, FINALIZE, alt text and the subtitles of a video are the uploader's"
                  + " alone; a subtitle file may be attached by all of them",
              "Whoever may use a media need not be able to change it."));

  private AuthenticationDeviations() {}
}
