package io.safelight.delivery;

import io.safelight.media.Admission;
import io.safelight.media.AppendOutcome;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.GateOutcome;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaGate;
import io.safelight.media.MediaId;
import io.safelight.media.MediaRepository;
import io.safelight.media.NewMedia;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Media in memory, as delivery reads them. */
final class PublishedMedia implements MediaRepository {
  private final Map<String, Media> bySlug = new ConcurrentHashMap<>();
  private final Map<MediaId, List<Variant>> variants = new ConcurrentHashMap<>();
  private final Set<String> lastLook = ConcurrentHashMap.newKeySet();

  void add(Media media, List<Variant> files) {
    bySlug.put(media.slug(), media);
    variants.put(media.id(), files);
  }

  /** The media is found once more, and then no longer. */
  void removeAfterNextLook(Media media) {
    lastLook.add(media.slug());
  }

  @Override
  public Optional<Media> findBySlug(String slug) {
    return Optional.ofNullable(lastLook.remove(slug) ? bySlug.remove(slug) : bySlug.get(slug));
  }

  @Override
  public List<Variant> variants(MediaId id) {
    return variants.getOrDefault(id, List.of());
  }

  @Override
  public Admission.Outcome create(NewMedia media, Admission admission) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Media> find(MediaId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Media> findUsable(MediaId id, UserId user) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Media> findUploaded(MediaId id, UserId uploader) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Segment> segments(MediaId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Segment> segment(MediaId id, int index) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AppendOutcome append(MediaId id, Segment segment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FinalizeOutcome finalizeUpload(MediaId id, Lane lane) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean describe(MediaId id, @Nullable String altText) {
    throw new UnsupportedOperationException();
  }

  @Override
  public GateOutcome keep(MediaId id, UserId user, MediaGate gate) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean unkeep(MediaId id, Duration retention) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MediaId> deleteExpired(Instant now, int max) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> namedKeys(MediaId id) {
    throw new UnsupportedOperationException();
  }
}
