package io.safelight.blob;

import io.safelight.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

/**
 * The steps that a durable file is made of, each with the guarantee that it gives after a power cut. They are methods of an
 * object so that a crash test can end the process after any one of them. Thread-safe.
 */
public class DurableFiles {
  /** Creates a file that only this user can read. Nothing of it is durable yet. */
  public FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file());
  }

  /** Makes the bytes of a file durable; not yet its name. */
  public void force(FileChannel file) throws IOException {
    file.force(true);
  }

  /**
   * Gives a file a second name. A link, unlike a rename, fails when the name is taken, whoever took it: that nothing is ever
   * overwritten is up to the kernel, not to a check before. The name is durable after {@link #forceFolder}.
   *
   * @throws FileAlreadyExistsException when the name is taken
   */
  public void link(Path file, Path name) throws IOException {
    Files.createLink(name, file);
  }

  /**
   * Writes a small file whole and durably, unless it is there.
   *
   * @return false when it was there, or somebody else wrote it meanwhile
   */
  public boolean writeNew(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException("not a file: " + file);
    }
    Path draft = folder.resolve(file.getFileName() + "." + UUID.randomUUID());
    try (FileChannel channel = create(draft)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      force(channel);
      link(draft, file);
      forceFolder(folder);
      return true;
    } catch (FileAlreadyExistsException another) {
      return false;
    } finally {
      unlink(draft);
    }
  }

  /** Removes a name. */
  public void unlink(Path name) throws IOException {
    Files.deleteIfExists(name);
  }

  /** Makes the names in a folder durable: those that came as well as those that went. */
  public void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Creates a folder that only this user can enter, and makes its name durable. The parent is synced also when the folder is
   * there already, because whoever created it may not have got that far. The parent must exist.
   */
  public void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectory(folder, OwnerOnly.folder());
      } catch (FileAlreadyExistsException another) {
        if (!Files.isDirectory(folder)) {
          throw another;
        }
      }
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      forceFolder(parent);
    }
  }
}
