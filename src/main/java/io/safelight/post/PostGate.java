package io.safelight.post;

import io.safelight.media.GateOutcome;
import io.safelight.media.Media;
import io.safelight.media.MediaGate;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaState;
import io.safelight.media.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The gate: lets media into a post of this user only when every one of them is his to use and has succeeded, and when there are
 * up to four photos, or one GIF, or one video. Immutable.
 */
public final class PostGate implements MediaGate {
  private static final int MAX_PHOTOS = 4;

  private final UserId user;

  public PostGate(UserId user) {
    this.user = user;
  }

  @Override
  public GateOutcome check(List<MediaId> named, List<Media> media) {
    // Ownership comes first, so that nobody learns the state of somebody else's media.
    Set<MediaId> usable =
        media.stream().filter(m -> m.owners().include(user)).map(Media::id).collect(Collectors.toSet());
    List<MediaId> notFound = named.stream().filter(id -> !usable.contains(id)).toList();
    if (!notFound.isEmpty()) {
      return new GateOutcome.NotFound(notFound);
    }
    if (new HashSet<>(named).size() < named.size()) {
      return new GateOutcome.BadCombination(GateOutcome.Problem.DUPLICATE);
    }
    for (Media each : media) {
      if (each.state() != MediaState.SUCCEEDED) {
        return new GateOutcome.NotReady(each);
      }
      if (each.kind() == MediaKind.SUBTITLES) {
        return new GateOutcome.NotPostable(each);
      }
    }
    return combination(media);
  }

  private static GateOutcome combination(List<Media> media) {
    long photos = media.stream().filter(m -> m.kind() == MediaKind.IMAGE).count();
    if (photos == media.size()) {
      return photos <= MAX_PHOTOS
          ? new GateOutcome.Open(media)
          : new GateOutcome.BadCombination(GateOutcome.Problem.TOO_MANY_PHOTOS);
    }
    if (media.size() == 1) {
      return new GateOutcome.Open(media);
    }
    boolean onlyGifsBesidePhotos = media.stream().noneMatch(m -> m.kind() == MediaKind.VIDEO);
    return new GateOutcome.BadCombination(
        onlyGifsBesidePhotos && photos > 0 ? GateOutcome.Problem.GIF_IN_GALLERY : GateOutcome.Problem.MIXED_KINDS);
  }
}
