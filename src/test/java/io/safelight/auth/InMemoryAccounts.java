package io.safelight.auth;

import io.safelight.media.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Accounts without a database; counts how often credentials are looked up. */
final class InMemoryAccounts implements AccountRepository {
  final AtomicInteger lookups = new AtomicInteger();
  private final Map<UserId, User> users = new ConcurrentHashMap<>();
  private final Map<UserId, Credentials> credentials = new ConcurrentHashMap<>();

  @Override
  public synchronized boolean create(User user, Credentials secrets) {
    if (findByName(user.screenName()).isPresent()) {
      return false;
    }
    users.put(user.id(), user);
    credentials.put(user.id(), secrets);
    return true;
  }

  void remove(UserId id) {
    users.remove(id);
    credentials.remove(id);
  }

  Credentials credentialsOf(UserId id) {
    return Optional.ofNullable(credentials.get(id)).orElseThrow();
  }

  @Override
  public Optional<User> find(UserId id) {
    return Optional.ofNullable(users.get(id));
  }

  @Override
  public Optional<User> findByName(String screenName) {
    return users.values().stream().filter(user -> user.screenName().equalsIgnoreCase(screenName)).findAny();
  }

  @Override
  public List<User> findByNames(Collection<String> screenNames) {
    return screenNames.stream().flatMap(name -> findByName(name).stream()).distinct().toList();
  }

  @Override
  public Optional<OAuth1Account> findOAuth1(String consumerKey, String accessToken) {
    lookups.incrementAndGet();
    return credentials.entrySet().stream()
        .filter(entry -> entry.getValue().consumerKey().equals(consumerKey))
        .filter(entry -> entry.getValue().accessToken().equals(accessToken))
        .findAny()
        .flatMap(
            entry -> find(entry.getKey())
                .map(
                    user -> new OAuth1Account(
                        user, entry.getValue().consumerSecret(), entry.getValue().accessTokenSecret())));
  }

  @Override
  public Optional<User> findByBearer(String tokenSha256) {
    lookups.incrementAndGet();
    return credentials.entrySet().stream()
        .filter(entry -> entry.getValue().bearerSha256().equals(tokenSha256))
        .findAny()
        .flatMap(entry -> find(entry.getKey()));
  }
}
