package io.safelight;

import io.safelight.blob.BlobReader;
import io.safelight.blob.DataFolder;
import io.safelight.blob.DataFolderException;
import io.safelight.blob.DataFolderLock;
import io.safelight.blob.LocalBlobStore;
import io.safelight.blob.StoredUpload;
import io.safelight.config.Ladder;
import io.safelight.config.SafelightConfig;
import io.safelight.media.Deletion;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaListeners;
import io.safelight.media.MediaRepository;
import io.safelight.media.MediaState;
import io.safelight.media.Reprocessing;
import io.safelight.media.Segment;
import io.safelight.picture.PictureCache;
import io.safelight.store.Database;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.StoreOpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to the media of a data folder, beside the running server or without one: as for users, the database is
 * where both meet. A server notices what was changed within a second or two. Not thread-safe.
 */
public final class Maintenance implements AutoCloseable {
  /** Small, because a batch is one transaction that others wait for. */
  private static final int BATCH = 50;

  private final SafelightConfig config;
  private final Foundation foundation;
  private final DataFolder data;
  private final Database database;
  private final MediaRepository media;

  private Maintenance(SafelightConfig config, Foundation foundation, DataFolder data, Database database) {
    this.config = config;
    this.foundation = foundation;
    this.data = data;
    this.database = database;
    this.media = new SqlMediaRepository(database, new MediaListeners());
  }

  /**
   * Opens the data folder that the configuration names, which must be there.
   *
   * @throws StartException when it is not, or cannot be used
   */
  public static Maintenance open(SafelightConfig config) throws IOException, StartException {
    var foundation = new Foundation();
    try {
      // Not made, unlike for the first user: nobody looks for media in a folder that is not there.
      if (!Files.isDirectory(config.server().data())) {
        throw new StartException(
            "There is no data folder " + config.server().data().toAbsolutePath().normalize() + "; name it with --data.");
      }
      DataFolder data = DataFolder.open(config.server().data());
      return new Maintenance(config, foundation, data, foundation.database(data.database()));
    } catch (DataFolderException | StoreOpenException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Deletes a media; see {@link MediaRepository#delete}. Durable when this returns. */
  public Deletion delete(MediaId id, boolean evenIfHeld) {
    return media.delete(id, evenIfHeld);
  }

  /**
   * Removes the files of deleted media at once where no server has the folder. A running one removes them by itself after a
   * minute, in which readers who found them can finish; and the next start removes what a crash leaves here.
   *
   * @return whether they are gone
   */
  public boolean removeFiles(Collection<MediaId> deleted) throws IOException {
    // Held meanwhile, as nobody but its holder may touch what a server could be reading.
    try (DataFolderLock _ = data.lock()) {
      var blobs = new LocalBlobStore(data.blobs(), data.tmp(), foundation.durableFiles());
      PictureCache pictures =
          PictureCache.open(
              data.pictures(), data.tmp(), config.delivery().imageCache().bytes(), foundation.clock());
      for (MediaId id : deleted) {
        blobs.delete(MediaKeys.all(id));
        pictures.forget(MediaKeys.all(id));
      }
      return true;
    } catch (DataFolderException inUse) {
      return false;
    }
  }

  /** What there is of the file that was uploaded as a media. */
  public Source source(MediaId id) {
    Optional<Media> found = media.find(id);
    if (found.isEmpty()) {
      return new Source.Unknown();
    }
    if (found.get().state() == MediaState.OPEN) {
      return new Source.Open();
    }
    List<Segment> segments = media.segments(id);
    if (segments.isEmpty()) {
      return new Source.NotKept();
    }
    return new Source.Kept(new StoredUpload(new BlobReader(data.blobs())::open, segments, found.get().totalBytes()));
  }

  /**
   * Has these media processed again; see {@link MediaRepository#reprocess}. What was told of is durable.
   *
   * @param ladder null for the one that the server has configured
   * @param told of each media in order
   */
  public void reprocess(List<MediaId> ids, @Nullable Ladder ladder, BiConsumer<MediaId, Reprocessing> told) {
    for (int start = 0; start < ids.size(); start += BATCH) {
      List<MediaId> batch = ids.subList(start, Math.min(ids.size(), start + BATCH));
      List<Reprocessing> outcomes = media.reprocess(batch, ladder);
      for (int index = 0; index < batch.size(); index++) {
        told.accept(batch.get(index), outcomes.get(index));
      }
    }
  }

  /**
   * The same for all media that failed or, unless those are not wanted, succeeded. One that ends meanwhile may be left out.
   */
  public void reprocessAll(boolean onlyFailed, @Nullable Ladder ladder, BiConsumer<MediaId, Reprocessing> told) {
    long after = 0;
    List<MediaId> batch;
    do {
      batch = media.finished(after, onlyFailed, BATCH);
      reprocess(batch, ladder, told);
      after = batch.isEmpty() ? after : batch.getLast().value();
    } while (!batch.isEmpty());
  }

  @Override
  public void close() {
    database.close();
  }
}
