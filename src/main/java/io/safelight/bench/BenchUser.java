package io.safelight.bench;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The credentials of a user, as {@code user create --json} prints them. */
record BenchUser(
    String consumerKey, String consumerSecret, String accessToken, String accessTokenSecret, String bearerToken) {

  static BenchUser parse(String json) {
    JsonNode node = JsonMapper.shared().readTree(json);
    return new BenchUser(
        node.required("consumer_key").asString(),
        node.required("consumer_secret").asString(),
        node.required("access_token").asString(),
        node.required("access_token_secret").asString(),
        node.required("bearer_token").asString());
  }
}
