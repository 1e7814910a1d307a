package io.safelight.processing;

import io.safelight.media.Backlog;
import io.safelight.media.ClaimedJob;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaId;
import io.safelight.media.SourceUse;
import io.safelight.media.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue that a test can disturb at one place. */
class ForwardingQueue implements JobQueue {
  private final JobQueue real;

  ForwardingQueue(JobQueue real) {
    this.real = real;
  }

  @Override
  public List<ClaimedJob> claim(String owner, Lane lane, int max, Duration lease) {
    return real.claim(owner, lane, max, lease);
  }

  @Override
  public boolean heartbeat(ClaimedJob job, int progressPercent, Duration lease) {
    return real.heartbeat(job, progressPercent, lease);
  }

  @Override
  public boolean succeed(
      ClaimedJob job, MediaFacts facts, List<Variant> variants, SourceUse source, @Nullable Instant expires) {
    return real.succeed(job, facts, variants, source, expires);
  }

  @Override
  public boolean fail(ClaimedJob job, MediaError error, SourceUse source, @Nullable Instant expires) {
    return real.fail(job, error, source, expires);
  }

  @Override
  public boolean complete(ClaimedJob job, List<Variant> variants, SourceUse source) {
    return real.complete(job, variants, source);
  }

  @Override
  public boolean replace(ClaimedJob job, List<Variant> variants, SourceUse source) {
    return real.replace(job, variants, source);
  }

  @Override
  public boolean release(ClaimedJob job, Instant runAt, ReleaseReason why) {
    return real.release(job, runAt, why);
  }

  @Override
  public boolean moveTo(ClaimedJob job, Lane lane) {
    return real.moveTo(job, lane);
  }

  @Override
  public int reclaimAll() {
    return real.reclaimAll();
  }

  @Override
  public int waiting(Lane lane) {
    return real.waiting(lane);
  }

  @Override
  public Backlog ahead(MediaId id) {
    return real.ahead(id);
  }
}
