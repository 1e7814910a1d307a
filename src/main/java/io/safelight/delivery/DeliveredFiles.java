package io.safelight.delivery;

import io.safelight.blob.BlobStore;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.media.Variant;
import io.safelight.picture.PictureSizes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Finds the bytes of what is asked for: a variant as it was published, or a picture in another size. Thread-safe. */
final class DeliveredFiles {
  private final BlobStore blobs;
  private final PictureSizes sizes;

  DeliveredFiles(BlobStore blobs, PictureSizes sizes) {
    this.blobs = blobs;
    this.sizes = sizes;
  }

  /** What tells these bytes from all others; known without having them. */
  String identity(RequestedFile file) {
    return file.size().map(size -> PictureSizes.identity(file.variant(), size)).orElse(file.variant().key());
  }

  /**
   * The bytes, which are there when this returns; a size may have to be made, and made again if the cache has lost it meanwhile.
   *
   * @throws java.nio.file.NoSuchFileException when they are not there
   * @throws io.safelight.error.SafelightException when a size cannot be made now
   */
  FileBytes bytes(RequestedFile file) throws IOException {
    Variant variant = file.variant();
    Optional<Fitted> size = file.size();
    if (size.isPresent()) {
      try (FileChannel made = sizes.open(variant, size.get())) {
        return new FileBytes(variant.contentType(), made.size(), () -> sizes.open(variant, size.get()));
      }
    }
    var bytes = new FileBytes(variant.contentType(), variant.size(), () -> blobs.open(variant.key()));
    bytes.requireComplete();
    return bytes;
  }
}
