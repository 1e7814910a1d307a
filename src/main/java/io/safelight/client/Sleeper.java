package io.safelight.client;

import java.time.Duration;

/** Lets the calling thread wait; a test lets it wait in no time. */
@FunctionalInterface
interface Sleeper {
  void sleep(Duration pause) throws InterruptedException;
}
