package io.safelight.blob;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The folder that holds everything a server keeps. Opening it takes no lock, so that {@code user create} works while a server
 * runs; what only one process may do is on {@link DataFolderLock}. Immutable.
 */
public final class DataFolder {
  private static final String FORMAT = "1";

  private final Path root;

  private DataFolder(Path root) {
    this.root = root;
  }

  /**
   * Opens a data folder, creating it with mode 0700 when it is missing. One that is there keeps its mode: everything that is made
   * in it is this user's alone by a mode of its own, but for the bundled ffmpeg. What is created is durable when this returns.
   *
   * @throws DataFolderException when it is not a folder, cannot be written, or was written by a newer version
   */
  public static DataFolder open(Path folder) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    var files = new DurableFiles();
    try {
      createWithParents(files, root);
      var data = new DataFolder(root);
      data.checkFormat(files);
      files.createFolder(data.blobs());
      files.createFolder(data.tmp());
      files.createFolder(data.jobs());
      return data;
    } catch (DataFolderException e) {
      throw e;
    } catch (IOException e) {
      throw new DataFolderException(
          "The data folder " + root + " cannot be used (" + e + "). Make it writable, or choose another folder with --data.", e);
    }
  }

  /**
   * Takes the folder for this process alone. To be held as long as the server runs.
   *
   * @throws DataFolderException when a server has it
   */
  public DataFolderLock lock() throws IOException {
    return DataFolderLock.take(this);
  }

  public Path root() {
    return root;
  }

  /** The file of the embedded database. */
  public Path database() {
    return root.resolve("safelight.db");
  }

  public Path blobs() {
    return root.resolve("blobs");
  }

  /** Files that are being written; whatever is here at start is left over. On the file system of {@link #blobs}. */
  public Path tmp() {
    return root.resolve("tmp");
  }

  /** One folder for each running job. */
  public Path jobs() {
    return root.resolve("jobs");
  }

  /** Pictures in smaller sizes, which can be made again. On the file system of {@link #tmp}. */
  public Path pictures() {
    return root.resolve("pictures");
  }

  /** The key of the admin API, unless the configuration has one; see {@link SecretFile}. */
  public Path adminKey() {
    return root.resolve("admin.key");
  }

  /** The key that signs URLs of private media; see {@link SecretFile}. */
  public Path urlKey() {
    return root.resolve("url.key");
  }

  Path lockFile() {
    return root.resolve("lock");
  }

  private static void createWithParents(DurableFiles files, Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (Files.exists(folder)) {
      throw new DataFolderException(folder + " is not a folder. Choose another one with --data.");
    }
    Path parent = folder.getParent();
    if (parent != null) {
      createWithParents(files, parent);
    }
    files.createFolder(folder);
  }

  private void checkFormat(DurableFiles files) throws IOException {
    Path file = root.resolve("format");
    String found;
    try {
      found = Files.readString(file).strip();
    } catch (NoSuchFileException first) {
      // Two processes may do this at once: both write the same.
      files.writeNew(file, (FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
      return;
    }
    if (!found.equals(FORMAT)) {
      throw new DataFolderException(
          String.format(
              Locale.ROOT,
              "The data folder %s has format %s, and this version of Safelight knows only format %s."
                  + " Use the version that wrote it, or choose another folder with --data.",
              root, printable(found), FORMAT));
    }
  }

  private static String printable(String format) {
    return format.matches("[0-9]{1,9}") ? format : "unknown";
  }
}
