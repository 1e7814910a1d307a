package io.safelight.upload;

import io.safelight.media.UserId;
import java.util.HashMap;
import java.util.Map;

/**
 * The places of requests that wait for a result. A user gets one only while more are free than the user holds. So one who is
 * alone gets half of them, whoever comes then half of the rest, and however many places some users want, the next one finds some.
 * Thread-safe.
 */
final class WaitingPlaces {
  private final Map<UserId, Integer> held = new HashMap<>();
  private int free;

  WaitingPlaces(int places) {
    this.free = places;
  }

  /** Takes a place; says whether there was one for this user. */
  synchronized boolean take(UserId user) {
    int holds = held.getOrDefault(user, 0);
    if (holds >= free) {
      return false;
    }
    free--;
    held.put(user, holds + 1);
    return true;
  }

  /** Gives back a place that was taken. */
  synchronized void giveBack(UserId user) {
    free++;
    int holds = held.getOrDefault(user, 0) - 1;
    if (holds > 0) {
      held.put(user, holds);
    } else {
      held.remove(user);
    }
  }
}
