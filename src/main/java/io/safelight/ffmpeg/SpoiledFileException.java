package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a run of ffmpeg should have left a file there is none, or something else: no trouble of the machine, and the next attempt at
 * the same media may well end alike.
 */
final class SpoiledFileException extends IOException {
  private static final long serialVersionUID = 1;

  SpoiledFileException(Path file) {
    super(file.getFileName() + " is missing, or no regular file of one name");
  }
}
