package io.safelight.media;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who may use a media. To everybody else it does not exist.
 *
 * @param owner the uploader
 * @param additional further users named at INIT, at most 100
 */
public record Owners(UserId owner, Set<UserId> additional) {
  /** Most users that may be named besides the uploader (X media API). */
  public static final int MAX_ADDITIONAL = 100;

  public Owners {
    additional = Set.copyOf(additional);
  }

  /**
   * The owners of a new media. Naming the uploader again changes nothing.
   *
   * @throws SafelightException PARAMETER_INVALID when too many are named
   */
  public static Owners of(UserId owner, Collection<UserId> named) {
    Set<UserId> additional = new LinkedHashSet<>(named);
    additional.remove(owner);
    if (additional.size() > MAX_ADDITIONAL) {
      throw new SafelightException(
          ErrorCode.PARAMETER_INVALID,
          "additional_owners parameter is invalid: at most " + MAX_ADDITIONAL + " users may be named.");
    }
    return new Owners(owner, additional);
  }

  public boolean include(UserId user) {
    return owner.equals(user) || additional.contains(user);
  }
}
