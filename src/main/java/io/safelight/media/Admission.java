package io.safelight.media;

/**
 * What decides whether a new upload is admitted; checked in the transaction that creates it, so that many INITs at once cannot
 * pass together.
 *
 * @param maxOpenUploads open uploads a user may have, this one included
 * @param maxOpenBytes declared bytes a user may have in open uploads, this one included
 * @param maxReservedBytes bytes that all open uploads together may still send, this one included: what the disk has left
 */
public record Admission(int maxOpenUploads, long maxOpenBytes, long maxReservedBytes) {
  /** What the store says to an INIT. */
  public sealed interface Outcome {
    record Admitted(Media media) implements Outcome {}

    /** The user has too many uploads open. */
    record TooManyUploads(int limit, int actual) implements Outcome {}

    /** The user has too many bytes in open uploads. */
    record TooManyBytes(long limit, long actual) implements Outcome {}

    /** The disk cannot hold what all open uploads may still send. */
    record NoSpace() implements Outcome {}
  }
}
