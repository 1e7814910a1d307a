package io.safelight.api;

import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import io.safelight.media.ClaimedJob;
import io.safelight.media.Expiry;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaRepository;
import io.safelight.media.Segment;
import io.safelight.media.SourceUse;
import io.safelight.media.Variant;
import io.safelight.processing.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A worker that does what a test says, and no work. */
final class HandWorker implements Workers {
  static final String BLUR_HASH = "LEHV6nWB2yk8pyo0adR*.7kCMdnj";
  static final int WIDTH = 1280;
  static final int HEIGHT = 720;
  private static final Duration LEASE = Duration.ofDays(30);

  private final JobQueue jobs;
  private final MediaRepository repository;
  private final BlobStore blobs;
  private final Expiry expiry;
  private final InstantSource clock;
  private final Map<MediaId, ClaimedJob> claimed = new HashMap<>();
  private Optional<MediaError> failure = Optional.empty();
  private boolean automatic;

  HandWorker(JobQueue jobs, MediaRepository repository, BlobStore blobs, Expiry expiry, InstantSource clock) {
    this.jobs = jobs;
    this.repository = repository;
    this.blobs = blobs;
    this.expiry = expiry;
    this.clock = clock;
  }

  /** Nothing is done but what a test does. */
  @Override
  public void start() {}

  @Override
  public void close() {}

  /** The server has inserted a job. */
  @Override
  public synchronized void nudge(Lane lane) {
    if (automatic) {
      work(lane);
    }
  }

  /** Ends every job as soon as it is there, before the request that made it is answered. */
  synchronized void workAtOnce() {
    automatic = true;
  }

  /** Leaves jobs to the test. */
  synchronized void workByHand() {
    automatic = false;
  }

  /** Claims every job there is. */
  synchronized void claimAll() {
    for (Lane lane : Lane.values()) {
      jobs.claim("test", lane, 1000, LEASE).forEach(job -> claimed.put(job.media().id(), job));
    }
  }

  synchronized void progress(MediaId id, int percent) {
    if (!jobs.heartbeat(job(id), percent, LEASE)) {
      throw new IllegalStateException("the lease of " + id + " is lost");
    }
  }

  synchronized void fail(MediaId id, MediaError error) {
    ClaimedJob job = job(id);
    jobs.fail(job, error, SourceUse.NONE, expiry.endFrom(clock.instant(), job.media().category()));
  }

  /** Publishes what a media of this kind would have come to. */
  synchronized void succeed(MediaId id) {
    succeed(id, SourceUse.NONE);
  }

  /** As {@link #succeed}, but leaves a job for further variants, and claims it. */
  synchronized void succeedInPart(MediaId id) {
    succeed(id, SourceUse.REST);
    claimAll();
  }

  /** Adds a larger video to a media that has succeeded in part. */
  synchronized void complete(MediaId id) {
    Variant larger = variant(id, "1080p.mp4", "video/mp4", 1920, 1080, 10_368_000);
    if (!jobs.complete(job(id), List.of(larger), SourceUse.NONE)) {
      throw new IllegalStateException("the lease of " + id + " is lost");
    }
  }

  private void succeed(MediaId id, SourceUse source) {
    ClaimedJob job = job(id);
    Media media = job.media();
    MediaKind kind = media.category().kind();
    String type = media.mediaType().isEmpty() ? "image/jpeg" : media.mediaType();
    var facts =
        new MediaFacts(
            kind,
            type,
            WIDTH,
            HEIGHT,
            kind == MediaKind.IMAGE ? null : Duration.ofMillis(3040),
            kind == MediaKind.SUBTITLES ? null : BLUR_HASH);
    List<Variant> variants =
        switch (kind) {
          case IMAGE ->
              List.of(
                  variant(id, "thumb.jpg", "image/jpeg", 150, 150, 0),
                  variant(id, "small.jpg", "image/jpeg", 680, 383, 0),
                  variant(id, "large.jpg", "image/jpeg", WIDTH, HEIGHT, 0));
          case GIF ->
              List.of(
                  variant(id, "gif.mp4", "video/mp4", WIDTH, HEIGHT, 0),
                  variant(id, "poster.jpg", "image/jpeg", WIDTH, HEIGHT, 0));
          case VIDEO ->
              List.of(
                  variant(id, "720p.mp4", "video/mp4", WIDTH, HEIGHT, 2_176_000),
                  variant(id, "poster.jpg", "image/jpeg", WIDTH, HEIGHT, 0));
          case SUBTITLES -> List.of(variant(id, "subtitles.vtt", "text/vtt", 0, 0, 0));
        };
    jobs.succeed(job, facts, variants, source, expiry.endFrom(clock.instant(), media.category()));
  }

  /** The next job ends in this failure. */
  synchronized void failNext(MediaError error) {
    failure = Optional.of(error);
  }

  private void work(Lane lane) {
    for (ClaimedJob job : jobs.claim("test", lane, 1000, LEASE)) {
      MediaId id = job.media().id();
      claimed.put(id, job);
      if (failure.isPresent()) {
        fail(id, failure.get());
        failure = Optional.empty();
      } else {
        succeed(id);
      }
    }
  }

  Media media(MediaId id) {
    return repository.find(id).orElseThrow();
  }

  Segment segment(MediaId id, int index) {
    return repository.segment(id, index).orElseThrow();
  }

  private ClaimedJob job(MediaId id) {
    ClaimedJob job = claimed.get(id);
    if (job == null) {
      throw new IllegalStateException("no job of " + id + " was claimed");
    }
    return job;
  }

  private Variant variant(MediaId id, String name, String type, int width, int height, int bitrate) {
    String key = id + "/out/1.test/" + name;
    byte[] content = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try (BlobSink sink = blobs.create()) {
      sink.write(ByteBuffer.wrap(content));
      sink.commit(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Variant(name, type, key, content.length, width, height, bitrate);
  }
}
