package io.safelight.auth;

/** What a client may have signed of a query. */
enum SignedQuery {
  /** All its parameters, as RFC 5849 asks for. */
  WHOLE,
  /** All, and the nothing behind a lone question mark or beside an ampersand as a parameter with an empty name. */
  WITH_EMPTY_PAIR,
  /** None of it. */
  NOTHING
}
