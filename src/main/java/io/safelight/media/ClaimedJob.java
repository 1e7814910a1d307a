package io.safelight.media;

/**
 * A job held under a lease.
 *
 * @param media the media as it was when the job was claimed
 * @param kind what it is for
 * @param lane the lane it was claimed from
 * @param owner who claimed it
 * @param attempt rises with every claim; fences stale workers
 * @param failures earlier attempts that failed by the server's fault
 * @param interruptions earlier attempts that were interrupted
 */
public record ClaimedJob(
    Media media, JobKind kind, Lane lane, String owner, int attempt, int failures, int interruptions) {}
