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
 * @param additional further users named at INIT
 */
public record Owners(UserId owner, Set<UserId> additional) {
  public Owners {
    additional = Set.copyOf(additional);
  }

  /**
   * The owners of a new media. Naming the uploader again changes nothing.
   *
   * @param most users that may be named besides the uploader
   * @throws SafelightException PARAMETER_INVALID when too many are named
   */
  public static Owners of(UserId owner, Collection<UserId> named, int most) {
    Set<UserId> additional = new LinkedHashSet<>(named);
    additional.remove(owner);
    if (additional.size() > most) {
      throw new SafelightException(
          ErrorCode.PARAMETER_INVALID,
          "additional_owners parameter is invalid: at most " + most + " users may be named.")
          .with("parameter", "additional_owners");
    }
    return new Owners(owner, additional);
  }

  public boolean include(UserId user) {
    return owner.equals(user) || additional.contains(user);
  }
}
