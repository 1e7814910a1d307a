package io.safelight.processing;

import io.safelight.blob.BlobStore;
import io.safelight.error.StoreException;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaRepository;
import io.safelight.media.UserId;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the bytes of a finished media that no row names: segments that lost a race, outputs of attempts that died.
 * Only for media whose state is final and that no job adds to, or that are gone: no new key of theirs can be named then, but for
 * that of subtitles.
 * Thread-safe.
 */
final class MediaSweeper {
  private static final Logger log = LoggerFactory.getLogger(MediaSweeper.class);

  private final MediaRepository media;
  private final BlobStore blobs;

  MediaSweeper(MediaRepository media, BlobStore blobs) {
    this.media = media;
    this.blobs = blobs;
  }

  /**
   * Sweeps one media, unless a job of it goes on: the end of that sweeps it. What fails is logged and left for its expiry, which
   * deletes everything below the media.
   */
  void sweep(MediaId id) {
    try {
      // Listed first: a key that is named in between is then still in the answer of the repository, and one that a job writes
      // which is inserted in between is not in the list.
      List<String> stored = blobs.list(MediaKeys.all(id));
      Optional<Media> row = media.find(id);
      if (row.filter(MediaSweeper::goesOn).isPresent()) {
        return;
      }
      Set<String> named = new HashSet<>(media.namedKeys(id));
      for (String key : stored) {
        // Subtitles may be attached at any time, and are stored before a row names them.
        if (!named.contains(key) && !key.startsWith(MediaKeys.allSubtitles(id))) {
          blobs.delete(key);
        }
      }
    } catch (IOException | StoreException e) {
      log.warn("media {}: what it no longer needs could not be deleted", id, e);
    }
  }

  /**
   * Of the files of one uploader that were refused, keeps the latest ones only.
   *
   * @param most bytes of all of them together
   */
  void keepRejected(UserId uploader, long most) {
    try {
      media.keepRejected(uploader, most);
    } catch (StoreException e) {
      log.warn("files of user {} that were refused could not be deleted; that is done with the next one", uploader, e);
    }
  }

  private static boolean goesOn(Media media) {
    return switch (media.state()) {
      case OPEN, PENDING, IN_PROGRESS -> true;
      case SUCCEEDED -> !media.variantsComplete();
      case FAILED -> false;
    };
  }
}
