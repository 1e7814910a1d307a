package io.safelight.auth;

import io.safelight.auth.AccountRepository.Credentials;
import io.safelight.auth.AccountRepository.User;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.IdGenerator;
import io.safelight.media.UserId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.regex.Pattern;

/** Makes users. Thread-safe. */
public final class AccountService {
  private static final Pattern SCREEN_NAME = Pattern.compile("[A-Za-z0-9_]{1,15}");
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  // The lengths that X uses, so that nothing made for its keys stumbles over ours.
  private static final int CONSUMER_KEY_LENGTH = 25;
  private static final int CONSUMER_SECRET_LENGTH = 50;
  private static final int ACCESS_TOKEN_LENGTH = 40;
  private static final int ACCESS_TOKEN_SECRET_LENGTH = 45;
  private static final int BEARER_TOKEN_LENGTH = 64;

  private final AccountRepository accounts;
  private final IdGenerator ids;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public AccountService(AccountRepository accounts, IdGenerator ids, InstantSource clock) {
    this.accounts = accounts;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Creates a user with credentials for OAuth 1.0a and one bearer token.
   *
   * @param screenName 1 to 15 letters, digits and underscores; unique, whatever its case
   * @throws SafelightException PARAMETER_INVALID, with a sentence that says why, when the name is not of this form or
   *     taken
   */
  public NewAccount create(String screenName) {
    if (!SCREEN_NAME.matcher(screenName).matches()) {
      throw new SafelightException(
          ErrorCode.PARAMETER_INVALID,
          "A screen name has 1 to 15 characters, and only the letters A to Z, digits and underscores.");
    }
    var user = new User(new UserId(ids.next()), screenName, clock.instant());
    var account =
        new NewAccount(
            user.id().toString(),
            screenName,
            secret(CONSUMER_KEY_LENGTH),
            secret(CONSUMER_SECRET_LENGTH),
            user.id() + "-" + secret(ACCESS_TOKEN_LENGTH),
            secret(ACCESS_TOKEN_SECRET_LENGTH),
            secret(BEARER_TOKEN_LENGTH));
    var credentials =
        new Credentials(
            account.consumerKey(),
            account.consumerSecret(),
            account.accessToken(),
            account.accessTokenSecret(),
            TokenHash.hex(account.bearerToken()));
    if (!accounts.create(user, credentials)) {
      throw new SafelightException(
          ErrorCode.PARAMETER_INVALID,
          "There is already a user with the screen name "
              + screenName
              + ", whose keys and tokens were told once and cannot be told again; choose another name.");
    }
    return account;
  }

  private String secret(int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
