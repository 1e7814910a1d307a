package io.safelight.media;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * How long jobs take on this node, learned from the attempts of its workers that succeeded: the base of every guess about one that is not
 * far yet. The size of the upload is all that is known of a job before it is probed, so what is learned, for each kind, is by how
 * much this machine and its media differ from a first guess by size. Thread-safe.
 */
public final class JobPace {
  /** What a job of before counts, for each that came after it. */
  private static final double MEMORY = 0.8;

  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  private final ToIntFunction<Lane> slots;
  private final Map<MediaKind, Learned> learned = new EnumMap<>(MediaKind.class);

  /**
   * @param slots jobs of a lane that are worked on at once
   */
  public JobPace(ToIntFunction<Lane> slots) {
    this.slots = slots;
  }

  /**
   * Learns from an attempt that succeeded; one that was refused says nothing about others.
   *
   * @param kind what the media was found to be, whatever its category says
   * @param bytes size of the upload
   * @param took from the begin of the attempt to its end: neither earlier attempts nor the time in the queue belong to it
   */
  public synchronized void observe(MediaKind kind, long bytes, Duration took) {
    learned.put(kind, learned(kind).with(took.toMillis() / 1000.0, firstGuess(kind, bytes)));
  }

  /** Seconds that a job of this kind and size is expected to take from its start. */
  public synchronized double seconds(MediaKind kind, long bytes) {
    return firstGuess(kind, bytes) * learned(kind).factor();
  }

  /** Seconds until a job of this kind that waits behind all this is expected to start. */
  synchronized double secondsUntilStart(MediaKind kind, Backlog ahead) {
    int atOnce = Math.max(1, Math.max(slots.applyAsInt(ahead.lane()), ahead.running()));
    if (ahead.running() + ahead.waiting() < atOnce) {
      return 0;
    }
    double running = ahead.running() == 0 ? 0 : seconds(kind, ahead.runningBytes());
    return (running + ahead.waiting() * learned(kind).average()) / atOnce;
  }

  private Learned learned(MediaKind kind) {
    return learned.computeIfAbsent(kind, _ -> Learned.nothing(firstGuess(kind, usualBytes(kind))));
  }

  private static long usualBytes(MediaKind kind) {
    return switch (kind) {
      case IMAGE, GIF -> 2L << 20;
      case VIDEO -> 8L << 20;
      case SUBTITLES -> 0;
    };
  }

  /** From measurements on two cores at the default settings, of pictures and videos as phones make them. */
  private static double firstGuess(MediaKind kind, long bytes) {
    double mebibytes = bytes / BYTES_PER_MEBIBYTE;
    return switch (kind) {
      case IMAGE -> 0.1 + 0.06 * mebibytes;
      case GIF -> 0.3 + 0.3 * mebibytes;
      case VIDEO -> 0.5 + 0.4 * mebibytes;
      case SUBTITLES -> 0.1;
    };
  }

  /** Sums over the jobs of a kind in which older ones count less and less. */
  private record Learned(double jobs, double seconds, double guessedSeconds) {
    static Learned nothing(double usualSeconds) {
      return new Learned(1, usualSeconds, usualSeconds);
    }

    Learned with(double took, double guessed) {
      return new Learned(jobs * MEMORY + 1, seconds * MEMORY + took, guessedSeconds * MEMORY + guessed);
    }

    double factor() {
      return seconds / guessedSeconds;
    }

    double average() {
      return seconds / jobs;
    }
  }
}
