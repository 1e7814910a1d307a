package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Files that runs of ffmpeg left in the folder of a job, as a server reads them that has more rights than they. A file that took
 * over a decoder may have put anything there: a link to somebody else's file, a pipe that is never written, a device.
 */
public final class JobFile {
  /** What opening fails with for what is in a folder, and not for the state of the machine. */
  private static final Set<Integer> NOT_THERE = Set.of(LibC.ENOENT, LibC.EACCES, LibC.ENOTDIR, LibC.ELOOP);

  private JobFile() {}

  /**
   * Opens a file for reading. What was opened is what was looked at, whoever changes the folder meanwhile.
   *
   * @param folder of the job; the way to it is trusted, what is in it is not
   * @throws IOException when it is missing, or no regular file, has another name elsewhere, or the way to it leads over a link
   */
  public static FileChannel open(Path folder, Path file) throws IOException {
    int place = place(folder, file);
    try {
      return FileChannel.open(seen(place), StandardOpenOption.READ);
    } finally {
      LibC.close(place);
    }
  }

  /**
   * Reads a whole file.
   *
   * @param maxBytes a file with more is refused
   * @throws IOException as {@link #open} does
   */
  public static byte[] read(Path folder, Path file, int maxBytes) throws IOException {
    try (FileChannel channel = open(folder, file)) {
      if (channel.size() > maxBytes) {
        throw new IOException(file.getFileName() + " has " + channel.size() + " bytes");
      }
      return Channels.newInputStream(channel).readNBytes(maxBytes);
    }
  }

  /**
   * Opens a file for reading, as {@link #open} does, for a process to be started.
   *
   * @param folder of the job; a file that is not in it is opened in its own folder
   * @throws SpoiledFileException when it is missing, or something else stands in its place
   */
  static int descriptor(Path folder, Path file) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent(), "an absolute path");
    int place = place(file.startsWith(folder) ? folder : parent, file);
    try {
      return LibC.openForReading(seen(place).toString());
    } finally {
      LibC.close(place);
    }
  }

  private static int place(Path folder, Path file) throws IOException {
    int place = LibC.openPlace(folder.toString());
    try {
      for (Path name : folder.relativize(file)) {
        if (name.toString().equals("..")) {
          throw new SpoiledFileException(file);
        }
        int next = placeIn(place, name.toString(), file);
        LibC.close(place);
        place = next;
      }
      Map<String, Object> attributes = Files.readAttributes(seen(place), "unix:isRegularFile,nlink");
      if (!Boolean.TRUE.equals(attributes.get("isRegularFile")) || !Integer.valueOf(1).equals(attributes.get("nlink"))) {
        throw new SpoiledFileException(file);
      }
      return place;
    } catch (IOException e) {
      LibC.close(place);
      throw e;
    }
  }

  private static int placeIn(int folder, String name, Path file) throws IOException {
    try {
      return LibC.openPlaceIn(folder, name);
    } catch (LibCException e) {
      throw NOT_THERE.contains(e.errno()) ? new SpoiledFileException(file) : e;
    }
  }

  /** What a descriptor leads to, whatever its name has become. */
  private static Path seen(int descriptor) {
    return Path.of("/proc/self/fd", Integer.toString(descriptor));
  }
}
