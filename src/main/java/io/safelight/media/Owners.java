package io.safelight.media;

import java.util.Set;

/**
 * Who may use a media. To everybody else it does not exist.
 *
 * @param owner the uploader
 * @param additional further users named at INIT, at most 100
 */
public record Owners(UserId owner, Set<UserId> additional) {
  public Owners {
    additional = Set.copyOf(additional);
  }

  public boolean include(UserId user) {
    return owner.equals(user) || additional.contains(user);
  }
}
