package io.safelight.auth;

import io.safelight.media.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Users and their credentials. Each method is one transaction. Thread-safe. Works on the database of a running server,
 * whatever process it is called from.
 */
public interface AccountRepository {
  /**
   * Creates a user with one application and one pair of tokens.
   *
   * @return false when the screen name is taken, whatever its case
   */
  boolean create(User user, Credentials credentials);

  Optional<User> find(UserId id);

  Optional<User> findByName(String screenName);

  /** The users among these screen names, in no order; names of nobody are left out. */
  List<User> findByNames(Collection<String> screenNames);

  /** The credentials that belong to a consumer key and an access token of it. */
  Optional<OAuth1Account> findOAuth1(String consumerKey, String accessToken);

  /** The user that a bearer token belongs to. */
  Optional<User> findByBearer(String tokenSha256);

  /** A user. */
  record User(UserId id, String screenName, Instant created) {}

  /**
   * Secrets of one user, as stored.
   *
   * @param bearerSha256 lower-case hex of the SHA-256 of the bearer token, which itself is not stored
   */
  record Credentials(
      String consumerKey,
      String consumerSecret,
      String accessToken,
      String accessTokenSecret,
      String bearerSha256) {
    /** Hides the secrets. */
    @Override
    public String toString() {
      return "Credentials[consumerKey=" + consumerKey + "]";
    }
  }

  /** What it takes to verify a signature. */
  record OAuth1Account(User user, String consumerSecret, String accessTokenSecret) {
    /** Hides the secrets. */
    @Override
    public String toString() {
      return "OAuth1Account[user=" + user + "]";
    }
  }
}
