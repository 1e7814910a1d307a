package io.safelight.api.v1;

import io.safelight.auth.AccountRepository;
import io.safelight.auth.AccountRepository.User;
import io.safelight.media.UserId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The users that the JSON of a post shows. Looked up before a post is made or deleted: were the store too busy afterwards, the
 * client would be told to do again what is done.
 */
record V1People(Optional<User> author, Map<String, User> byFoldedName) {

  /** The author of a post and those whom its text mentions, if they exist. */
  static V1People of(UserId author, String text, AccountRepository accounts) {
    List<String> names =
        TextEntity.find(TextEntity.Kind.MENTION, text).stream().map(TextEntity::value).distinct().toList();
    return new V1People(
        accounts.find(author),
        accounts.findByNames(names).stream()
            .collect(Collectors.toMap(user -> fold(user.screenName()), Function.identity())));
  }

  /** The user of this name, whatever its case, if the text mentions it. */
  Optional<User> mentioned(String screenName) {
    return Optional.ofNullable(byFoldedName.get(fold(screenName)));
  }

  private static String fold(String screenName) {
    return screenName.toLowerCase(Locale.ROOT);
  }
}
