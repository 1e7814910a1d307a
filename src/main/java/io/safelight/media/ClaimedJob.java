package io.safelight.media;

import io.safelight.config.Ladder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
 * @param queued when the job was inserted
 * @param ladder of sizes that this job makes; null for the configured one
 */
public record ClaimedJob(
    Media media,
    JobKind kind,
    Lane lane,
    String owner,
    int attempt,
    int failures,
    int interruptions,
    Instant queued,
    @Nullable Ladder ladder) {}
