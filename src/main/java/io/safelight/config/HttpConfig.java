package io.safelight.config;

import java.time.Duration;
import java.util.Locale;

/** What the HTTP server puts up with. */
@Area(value = "http", doc = "What the HTTP server puts up with.")
public record HttpConfig(
    @Setting(
            value = "1 KiB", min = "0", max = "1 MiB",
            doc = "A body that comes slower than this, per second, is answered 408.")
        ByteSize minimumRate,
    @Setting(value = "10s", min = "1s", max = "1h", doc = "How long a body may stay below `http.minimum-rate`.")
        Duration minimumRateWindow,
    @Setting(value = "2048", min = "1", max = "1000000", doc = "Bodies that may be open at once; over it 503.")
        int maxOpenBodies,
    @Setting(
            value = "256", min = "1", max = "1000000",
            doc =
                "Bodies that one user may have open at once; over it 503. Callers whose signature covers the body are"
                + " not proven until it was read, and have a share of this size per address (IPv6: per /64) instead.")
        int maxOpenBodiesPerUser,
    @Setting(
            value = "512 MiB", min = "8 MiB",
            doc =
                "Received bytes that may be held in buffers or wait to be synced to disk; over it new "
                + "bodies get 503.")
        ByteSize maxUnsynced,
    @Setting(
            value = "2 GiB", min = "8 MiB",
            doc =
                "Bytes of urlencoded bodies that may lie on the disk until their signatures are verified and their"
                + " media decoded; over it 503. They never take what `upload.reserve` leaves free.")
        ByteSize maxSpooled,
    @Setting(
            value = "512 MiB", min = "8 MiB",
            doc =
                "The share of one user in `http.max-spooled`, or of one address as long as its callers are not proven;"
                + " over it 503. The default is enough for 64 segments of 5 MiB at once.")
        ByteSize maxSpooledPerUser,
    @Setting(
            value = "60s", min = "1s", max = "1h",
            doc = "A connection on which nothing happens for so long is closed.")
        Duration idleTimeout,
    @Setting(
            value = "30s", min = "1s", max = "1h",
            doc = "How long the head of a request may take, from its first byte; then the connection is closed.")
        Duration headTimeout,
    @Setting(value = "10s", min = "0s", max = "10m", doc = "How long a shutdown waits for requests that are under way.")
        Duration shutdownGrace) {

  public HttpConfig {
    if (maxOpenBodiesPerUser > maxOpenBodies) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The setting http.max-open-bodies-per-user is %d, but may not be more than http.max-open-bodies, which is %d.",
              maxOpenBodiesPerUser, maxOpenBodies));
    }
    if (maxSpooledPerUser.bytes() > maxSpooled.bytes()) {
      throw new IllegalArgumentException(
          "The setting http.max-spooled-per-user is " + maxSpooledPerUser
              + ", but may not be more than http.max-spooled, which is " + maxSpooled + ".");
    }
  }
}
