package io.safelight;

import io.safelight.blob.StoredUpload;

/** What there is of the file that was uploaded as a media. */
public sealed interface Source {

  /** All of it. */
  record Kept(StoredUpload upload) implements Source {}

  /** Nothing any more. */
  record NotKept() implements Source {}

  /** Not all of it: the upload is not complete. */
  record Open() implements Source {}

  /** There is no such media. */
  record Unknown() implements Source {}
}
