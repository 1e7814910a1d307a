package io.safelight.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The programs and libraries of ffmpeg on the class path: a folder {@code org/bytedeco/ffmpeg/PLATFORM} in a jar, be it the
 * one of the Maven artifact or the one that holds all of Safelight.
 *
 * @param jar the zip file
 * @param files what to unpack, sorted by name
 */
record NativeArchive(Path jar, List<NativeFile> files) {
  /** Libraries of the Java bindings, which nothing here uses. */
  private static final String BINDINGS = "libjni";

  NativeArchive {
    files = List.copyOf(files);
  }

  /**
   * The archive for the machine that this runs on.
   *
   * @throws FfmpegUnavailableException when there is none
   */
  static NativeArchive ofThisPlatform() {
    return of(platform(System.getProperty("os.name", ""), System.getProperty("os.arch", "")));
  }

  /**
   * The archive for a platform.
   *
   * @throws FfmpegUnavailableException when there is none
   */
  static NativeArchive of(String platform) {
    return Stream.of(platform + "-gpl", platform)
        .flatMap(name -> find("org/bytedeco/ffmpeg/" + name + "/").stream())
        .findFirst()
        .orElseThrow(
            () ->
                new FfmpegUnavailableException(
                    String.format(
                        Locale.ROOT,
                        "This Safelight was built without an ffmpeg for %s: build it on such a machine, or name a folder"
                            + " that has an ffmpeg and an ffprobe in `processing.ffmpeg-path`.",
                        platform)));
  }

  /** The name of a platform in the jar, from Java's names of system and processor. */
  static String platform(String system, String processor) {
    String architecture =
        switch (processor) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm64";
          default -> processor;
        };
    return system.toLowerCase(Locale.ROOT) + "-" + architecture;
  }

  /** Tells this content from any other. Made of the checksums in the zip's directory, so that no content has to be read. */
  String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      files.forEach(file -> sha.update((file + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }

  /** Hands over the name and the content of every file. */
  void unpack(Receiver receiver) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (NativeFile file : files) {
        ZipEntry entry = zip.getEntry(file.path());
        if (entry == null) {
          throw new IOException(jar + " has no " + file.path() + " any more");
        }
        try (InputStream content = zip.getInputStream(entry)) {
          receiver.receive(file.name(), content);
        }
      }
    }
  }

  /** Gets the files of an archive one by one. */
  @FunctionalInterface
  interface Receiver {
    void receive(String name, InputStream content) throws IOException;
  }

  private static Optional<NativeArchive> find(String folder) {
    URL program = NativeArchive.class.getClassLoader().getResource(folder + "ffmpeg");
    if (program == null || !program.getProtocol().equals("jar")) {
      return Optional.empty();
    }
    try {
      URI location = ((JarURLConnection) program.openConnection()).getJarFileURL().toURI();
      Path jar = Path.of(location);
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        return Optional.of(
            new NativeArchive(
                jar,
                zip.stream()
                    .filter(entry -> entry.getName().startsWith(folder) && !entry.isDirectory())
                    .map(entry -> new NativeFile(entry.getName(), entry.getSize(), entry.getCrc()))
                    .filter(file -> !file.path().substring(folder.length()).contains("/"))
                    .filter(file -> !file.name().startsWith(BINDINGS))
                    .sorted(Comparator.comparing(NativeFile::name))
                    .toList()));
      }
    } catch (IOException | URISyntaxException e) {
      throw new FfmpegUnavailableException("The bundled ffmpeg cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * One file of the archive.
   *
   * @param path in the zip file
   * @param size bytes when unpacked
   * @param checksum CRC-32 as the zip's directory states it
   */
  record NativeFile(String path, long size, long checksum) {
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }
}
