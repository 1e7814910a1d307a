package io.safelight.auth;

import com.github.scribejava.core.builder.api.DefaultApi10a;
import com.github.scribejava.core.model.OAuth1AccessToken;
import com.github.scribejava.core.model.OAuthRequest;
import com.github.scribejava.core.oauth.OAuth10aService;
import com.github.scribejava.core.services.TimestampService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Signs requests with ScribeJava, by a clock of the test. */
public final class ScribeSigner {
  private final NewAccount account;
  private final Api api;

  /** Signs as a user. */
  public ScribeSigner(NewAccount account, InstantSource clock) {
    this.account = account;
    this.api = new Api(clock);
  }

  /** Adds the header {@code Authorization}. */
  public void sign(OAuthRequest request) {
    try (var service =
        new OAuth10aService(
            api, account.consumerKey(), account.consumerSecret(), null, null, null, null, null, null)) {
      service.signRequest(new OAuth1AccessToken(account.accessToken(), account.accessTokenSecret()), request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The end points are never called. */
  private static final class Api extends DefaultApi10a {
    private final InstantSource clock;
    private final AtomicInteger nonces = new AtomicInteger();

    Api(InstantSource clock) {
      this.clock = clock;
    }

    @Override
    public String getRequestTokenEndpoint() {
      return "";
    }

    @Override
    public String getAccessTokenEndpoint() {
      return "";
    }

    @Override
    protected String getAuthorizationBaseUrl() {
      return "";
    }

    @Override
    public TimestampService getTimestampService() {
      return new TimestampService() {
        @Override
        public String getTimestampInSeconds() {
          return Long.toString(clock.instant().getEpochSecond());
        }

        @Override
        public String getNonce() {
          return "nonce" + nonces.getAndIncrement();
        }
      };
    }
  }
}
