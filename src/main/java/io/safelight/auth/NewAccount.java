package io.safelight.auth;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Keys and tokens of a new user. They are shown this once: the bearer token cannot be found again later.
 *
 * @param userId as text, because it does not fit into the numbers of every JSON reader
 */
public record NewAccount(
    @JsonProperty("user_id") String userId,
    @JsonProperty("screen_name") String screenName,
    @JsonProperty("consumer_key") String consumerKey,
    @JsonProperty("consumer_secret") String consumerSecret,
    @JsonProperty("access_token") String accessToken,
    @JsonProperty("access_token_secret") String accessTokenSecret,
    @JsonProperty("bearer_token") String bearerToken) {

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "NewAccount[userId=" + userId + ", screenName=" + screenName + "]";
  }
}
