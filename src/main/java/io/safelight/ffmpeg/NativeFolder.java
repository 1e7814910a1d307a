package io.safelight.ffmpeg;

import io.safelight.file.FolderRemover;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that the programs are unpacked into: made in full beside its place and then renamed, under a lock that holds
 * between threads and between processes. It is named after its content, so that versions live side by side.
 *
 * <p>The libraries ask for others that drive screens, sound cards and graphics cards, although Safelight never uses a device.
 * Servers often lack them, and then the programs would not start at all. As only functions are wanted from them, and functions
 * are looked up when they are called, any library without versions of its own will do under those names: symbolic links to a
 * small one of the archive. The links are always there, also where the system has the real ones: so the programs load the same
 * code on every machine, start faster, and have less to read through a sandbox.
 */
final class NativeFolder {
  private static final Logger log = LoggerFactory.getLogger(NativeFolder.class);

  /** What the libraries ask for, on one platform or the other, and archives do not always hold. */
  private static final List<String> DEVICE_LIBRARIES =
      List.of(
          "libxcb.so.1",
          "libxcb-shm.so.0",
          "libasound.so.2",
          "libpulse.so.0",
          "libdrm.so.2",
          "libva.so.2",
          "libva-drm.so.2");

  /** What can take their place: the one on x86_64, the other on arm64. */
  private static final List<String> STAND_INS = List.of("libva-drm.so.2", "libvcos.so");

  private static final List<String> PROGRAMS = List.of("ffmpeg", "ffprobe");

  private static final String PREFIX = "ffmpeg-";

  private static final String UNFINISHED = ".unfinished-";

  /** Set on every file after it was written: a file that was changed since has another time. */
  private static final FileTime UNCHANGED = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

  private NativeFolder() {}

  /**
   * The folder of an archive below {@code cache}; made, or made anew, unless it is complete.
   *
   * @throws IOException when it cannot be written; nothing half-made is left in its place
   */
  static Path of(NativeArchive archive, Path cache) throws IOException {
    Path folder = cache.resolve(PREFIX + archive.digest());
    return isComplete(folder, archive) ? folder : unpack(archive, cache, folder);
  }

  /** File locks hold between processes only, hence {@code synchronized}. */
  private static synchronized Path unpack(NativeArchive archive, Path cache, Path folder) throws IOException {
    if (Files.notExists(cache)) {
      Files.createDirectories(cache);
      permit(cache, "rwxr-xr-x");
    }
    try (FileChannel channel =
            FileChannel.open(cache.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && isComplete(folder, archive)) {
        return folder;
      }
      deleteUnfinished(cache);
      Path unfinished = Files.createTempDirectory(cache, UNFINISHED);
      fill(unfinished, archive);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        log.warn("Unpacking ffmpeg again: files in {} are missing or were changed", folder);
        Files.move(folder, Files.createTempDirectory(cache, UNFINISHED), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      sync(cache);
      deleteUnfinished(cache);
      return folder;
    }
  }

  private static void fill(Path folder, NativeArchive archive) throws IOException {
    archive.unpack(
        (name, content) -> {
          Path file = folder.resolve(name);
          write(file, content);
          permit(file, PROGRAMS.contains(name) ? "rwxr-xr-x" : "rw-r--r--");
          Files.setLastModifiedTime(file, UNCHANGED);
        });
    for (Map.Entry<String, String> link : links(archive).entrySet()) {
      Files.createSymbolicLink(folder.resolve(link.getKey()), Path.of(link.getValue()));
    }
    permit(folder, "rwxr-xr-x");
    sync(folder);
  }

  private static boolean isComplete(Path folder, NativeArchive archive) {
    return archive.files().stream().allMatch(file -> isUnchanged(folder.resolve(file.name()), file.size()))
        && PROGRAMS.stream().allMatch(program -> Files.isExecutable(folder.resolve(program)))
        && links(archive).keySet().stream().allMatch(link -> Files.isReadable(folder.resolve(link)));
  }

  /** Names of missing libraries, each with the file it is to lead to. */
  private static Map<String, String> links(NativeArchive archive) {
    Set<String> held = archive.files().stream().map(NativeArchive.NativeFile::name).collect(Collectors.toSet());
    return STAND_INS.stream()
        .filter(held::contains)
        .findFirst()
        .map(
            standIn ->
                DEVICE_LIBRARIES.stream()
                    .filter(library -> !held.contains(library))
                    .collect(Collectors.toMap(library -> library, library -> standIn)))
        .orElse(Map.of());
  }

  private static boolean isUnchanged(Path file, long size) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile()
          && attributes.size() == size
          && attributes.lastModifiedTime().equals(UNCHANGED);
    } catch (IOException e) {
      return false;
    }
  }

  /** The lock is held: what somebody else has not finished, they will not finish any more. */
  private static void deleteUnfinished(Path cache) throws IOException {
    for (Path folder : named(cache, UNFINISHED)) {
      FolderRemover.remove(folder);
    }
  }

  /** Removes the folders of other archives, which nobody may be using any more. */
  static void removeOthers(Path cache, Path used) throws IOException {
    for (Path folder : named(cache, PREFIX)) {
      if (!folder.equals(used)) {
        log.info("Removing the ffmpeg of another version of Safelight: {}", folder.getFileName());
        FolderRemover.remove(folder);
      }
    }
  }

  private static List<Path> named(Path cache, String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries.filter(entry -> entry.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static void write(Path file, InputStream content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.transferTo(Channels.newOutputStream(channel));
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Independent of the umask: the sandboxed programs may run as another user. */
  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
