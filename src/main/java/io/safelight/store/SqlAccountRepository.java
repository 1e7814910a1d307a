package io.safelight.store;

import io.safelight.auth.AccountRepository;
import io.safelight.media.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** {@link AccountRepository} in SQL. */
public final class SqlAccountRepository implements AccountRepository {
  private final Database database;

  public SqlAccountRepository(Database database) {
    this.database = database;
  }

  @Override
  public boolean create(User user, Credentials credentials) {
    return database.write(handle -> {
      int inserted = handle
          .createUpdate(
              """
              insert into account (id, screen_name, folded_name, created) values (:id, :name, :folded, :created)
              on conflict (folded_name) do nothing
              """)
          .bind("id", user.id().value())
          .bind("name", user.screenName())
          .bind("folded", fold(user.screenName()))
          .bind("created", user.created().toEpochMilli())
          .execute();
      if (inserted == 0) {
        return false;
      }
      insert(handle, user.id(), credentials);
      return true;
    });
  }

  @Override
  public Optional<User> find(UserId id) {
    return findUser("account a where a.id = :id", query -> query.bind("id", id.value()));
  }

  @Override
  public Optional<User> findByName(String screenName) {
    return database.read(handle -> findByName(handle, fold(screenName)));
  }

  /** {@inheritDoc} One transaction with a look-up for each: a list in the SQL would be another statement for each length. */
  @Override
  public List<User> findByNames(Collection<String> screenNames) {
    List<String> folded = screenNames.stream().map(SqlAccountRepository::fold).distinct().toList();
    if (folded.isEmpty()) {
      return List.of();
    }
    return database.read(handle -> folded.stream().flatMap(name -> findByName(handle, name).stream()).toList());
  }

  private static Optional<User> findByName(Handle handle, String folded) {
    return findUser(handle, "account a where a.folded_name = :name", query -> query.bind("name", folded));
  }

  @Override
  public Optional<User> findByBearer(String tokenSha256) {
    return findUser(
        "bearer_token b join account a on a.id = b.account_id where b.sha256 = :sha256",
        query -> query.bind("sha256", tokenSha256));
  }

  @Override
  public Optional<OAuth1Account> findOAuth1(String consumerKey, String accessToken) {
    return database.read(handle -> handle
        .createQuery(
            """
            select a.id, a.screen_name, a.created, p.consumer_secret, t.token_secret
            from access_token t
              join application p on p.consumer_key = t.consumer_key
              join account a on a.id = t.account_id
            where t.token = :token and t.consumer_key = :key
            """)
        .bind("token", accessToken)
        .bind("key", consumerKey)
        .map((row, context) ->
            new OAuth1Account(Rows.user(row), row.getString("consumer_secret"), row.getString("token_secret")))
        .findOne());
  }

  private Optional<User> findUser(String source, UnaryOperator<Query> values) {
    return database.read(handle -> findUser(handle, source, values));
  }

  private static Optional<User> findUser(Handle handle, String source, UnaryOperator<Query> values) {
    return values
        .apply(handle.createQuery("select a.id, a.screen_name, a.created from " + source))
        .map((row, context) -> Rows.user(row))
        .findOne();
  }

  private static void insert(Handle handle, UserId user, Credentials credentials) {
    handle
        .createUpdate(
            "insert into application (consumer_key, consumer_secret, account_id) values (:key, :secret, :user)")
        .bind("key", credentials.consumerKey())
        .bind("secret", credentials.consumerSecret())
        .bind("user", user.value())
        .execute();
    handle
        .createUpdate(
            """
            insert into access_token (token, token_secret, consumer_key, account_id) values (:token, :secret, :key, :user)
            """)
        .bind("token", credentials.accessToken())
        .bind("secret", credentials.accessTokenSecret())
        .bind("key", credentials.consumerKey())
        .bind("user", user.value())
        .execute();
    handle
        .createUpdate("insert into bearer_token (sha256, account_id) values (:sha256, :user)")
        .bind("sha256", credentials.bearerSha256())
        .bind("user", user.value())
        .execute();
  }

  private static String fold(String screenName) {
    return screenName.toLowerCase(Locale.ROOT);
  }
}
