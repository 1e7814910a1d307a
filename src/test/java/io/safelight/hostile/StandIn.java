package io.safelight.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.RefusedCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder with an {@code ffmpeg} and an {@code ffprobe} that behave as if a file had taken them over: {@link #told} says how, at
 * the end of the file. For all other files they are the real ones. The script that they are says what each behaviour is.
 */
public final class StandIn {
  private static final Path PERL = Path.of("/usr/bin/perl");
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Path folder;

  private StandIn(Path folder) {
    this.folder = folder;
  }

  /** Whether this machine has the programs that it is made of. */
  public static boolean isPossible() {
    return Files.isExecutable(PERL) && Files.isExecutable(SETSID);
  }

  /**
   * Makes the folder.
   *
   * @param film a file that nobody may reach
   * @param port where nobody may connect
   */
  public static StandIn install(Path folder, FfmpegInstallation real, Path film, int port) throws IOException {
    Path natives = Objects.requireNonNull(real.ffmpeg().getParent());
    Files.createDirectory(folder);
    try (Stream<Path> files = Files.list(natives)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean isProgram = file.equals(real.ffmpeg()) || file.equals(real.ffprobe());
        Files.copy(file, folder.resolve(isProgram ? "real-" + name : name), LinkOption.NOFOLLOW_LINKS);
        if (isProgram) {
          executable(Files.write(folder.resolve(name), resource("stand-in.pl")));
        }
      }
    }
    Path escape = folder.resolve(Escape.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(escape.resolveSibling(""));
    Files.write(escape, resource("Escape.class"));
    write(folder.resolve("calls"), RefusedCalls.ofThisMachine());
    write(
        folder.resolve("settings"),
        Map.of(
            "film", film,
            "port", port,
            "java", javaHome().resolve("bin/java"),
            "escape", Escape.class.getName()));
    return new StandIn(folder);
  }

  /** What {@code processing.ffmpeg-path} names. */
  public Path folder() {
    return folder;
  }

  /** What {@code sandbox.readable} has to name, so that the stand-in gets as far as ffmpeg would. */
  public List<Path> readable() throws IOException {
    return List.of(folder, PERL, SETSID, javaHome());
  }

  /** A video that can be played, and makes a program behave in some way. */
  public static byte[] told(byte[] video, String program, String behaviour) {
    byte[] word = ("STANDIN " + program + " " + behaviour).getBytes(US_ASCII);
    var file = new ByteArrayOutputStream();
    file.writeBytes(video);
    // A box that every reader skips.
    file.writeBytes(Boxes.box("free", word));
    return file.toByteArray();
  }

  private static Path javaHome() throws IOException {
    return Path.of(System.getProperty("java.home")).toRealPath();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream bytes = Objects.requireNonNull(StandIn.class.getResourceAsStream(name), name)) {
      return bytes.readAllBytes();
    }
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, Map<String, ?> settings) throws IOException {
    String lines =
        settings.entrySet().stream().map(e -> e.getKey() + " " + e.getValue() + "\n").collect(Collectors.joining());
    Files.writeString(file, lines);
  }
}
