package io.safelight;

import io.safelight.blob.DataFolder;
import io.safelight.blob.DataFolderException;
import io.safelight.blob.DataFolderLock;
import io.safelight.blob.LocalBlobStore;
import io.safelight.config.SafelightConfig;
import io.safelight.media.Deletion;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaListeners;
import io.safelight.media.MediaRepository;
import io.safelight.picture.PictureCache;
import io.safelight.store.Database;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.StoreOpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;

/**
 * What an operator does to the media of a data folder, beside the running server or without one: as for users, the database is
 * where both meet. A server notices what was changed within a second or two. Not thread-safe.
 */
public final class Maintenance implements AutoCloseable {
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

  @Override
  public void close() {
    database.close();
  }
}
