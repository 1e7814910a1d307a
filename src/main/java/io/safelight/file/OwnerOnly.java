package io.safelight.file;

import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What files and folders are created with that nobody but the server's own user may open. They are never readable by others,
 * not even for a moment, as they would be if their permissions were changed after they were made.
 */
public final class OwnerOnly {
  private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Mode 0600; nothing where the system has no modes. */
  public static FileAttribute<?>[] file() {
    return mode("rw-------");
  }

  /** Mode 0700; nothing where the system has no modes. */
  public static FileAttribute<?>[] folder() {
    return mode("rwx------");
  }

  private static FileAttribute<?>[] mode(String text) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
        : new FileAttribute<?>[0];
  }
}
