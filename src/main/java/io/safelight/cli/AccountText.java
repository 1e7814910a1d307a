package io.safelight.cli;

import io.safelight.auth.NewAccount;

/** A new user's credentials for a person to read. */
final class AccountText {
  private AccountText() {}

  static String of(NewAccount account) {
    return """
        user_id              %s
        screen_name          %s
        consumer_key         %s
        consumer_secret      %s
        access_token         %s
        access_token_secret  %s
        bearer_token         %s"""
        .formatted(
            account.userId(),
            account.screenName(),
            account.consumerKey(),
            account.consumerSecret(),
            account.accessToken(),
            account.accessTokenSecret(),
            account.bearerToken());
  }
}
