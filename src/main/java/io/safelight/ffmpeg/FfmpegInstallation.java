package io.safelight.ffmpeg;

import io.safelight.config.ProcessingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the programs are and what they need to run.
 *
 * @param ffmpeg absolute path of the executable
 * @param ffprobe absolute path of the executable
 * @param environment all variables the programs get
 */
public record FfmpegInstallation(Path ffmpeg, Path ffprobe, Map<String, String> environment) {
  /** Messages in English, whatever the language of the server: they are read by {@link OutcomeClassifier}. */
  private static final Map<String, String> LANGUAGE = Map.of("LC_ALL", "C");

  public FfmpegInstallation {
    environment = Map.copyOf(environment);
  }

  /**
   * The ffmpeg that the configuration chooses: the operator's own, or the bundled one.
   *
   * @param cache where the bundled one is unpacked; see {@link #bundled}
   * @throws FfmpegUnavailableException when there is none that works
   */
  public static FfmpegInstallation configured(ProcessingConfig config, Path cache) {
    return config.ffmpegPath().map(FfmpegInstallation::at).orElseGet(() -> bundled(cache));
  }

  /**
   * The ffmpeg that comes with Safelight, unpacked into a folder below {@code cache} unless it is there already; then this
   * takes a few milliseconds. Any number of processes may do so at once. Everything that is made can be read and run by every
   * user of the machine, provided that they may enter {@code cache}.
   *
   * @throws FfmpegUnavailableException when there is none for this platform, or it cannot be unpacked
   */
  public static FfmpegInstallation bundled(Path cache) {
    Path folder;
    try {
      folder = NativeFolder.of(NativeArchive.ofThisPlatform(), cache.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new FfmpegUnavailableException("The bundled ffmpeg cannot be unpacked into " + cache + ": " + e, e);
    }
    return new FfmpegInstallation(
        folder.resolve("ffmpeg"),
        folder.resolve("ffprobe"),
        Map.of("LC_ALL", "C", "LD_LIBRARY_PATH", folder.toString()));
  }

  /**
   * An ffmpeg of the operator's choice, version 6.0 or newer, with the filters that convert colours. Runs it to see that.
   *
   * @param folder has an {@code ffmpeg} and an {@code ffprobe}
   * @throws FfmpegUnavailableException when one of them is missing, does not run here, is too old, or lacks a filter
   */
  public static FfmpegInstallation at(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    FfmpegInstallation installation =
        new FfmpegInstallation(executable(absolute, "ffmpeg"), executable(absolute, "ffprobe"), LANGUAGE);
    SelfDescription.version(installation);
    SelfDescription.requireFilters(installation);
    return installation;
  }

  /** What a run needs to be able to read and run, beside what every program of the system needs. */
  List<Path> readable() {
    String libraries = environment.getOrDefault("LD_LIBRARY_PATH", "");
    return Stream.concat(Stream.of(ffmpeg, ffprobe), Stream.of(libraries).filter(path -> !path.isEmpty()).map(Path::of))
        .toList();
  }

  /**
   * Removes what other versions of Safelight unpacked into {@code cache}. Only for one who knows that no other process uses
   * it. Does nothing for an ffmpeg that was not unpacked there.
   */
  public void removeOtherVersions(Path cache) throws IOException {
    Path used = ffmpeg.getParent();
    Path folder = cache.toAbsolutePath().normalize();
    if (used != null && folder.equals(used.getParent())) {
      NativeFolder.removeOthers(folder, used);
    }
  }

  /**
   * The version that ffmpeg says it has, such as {@code 8.0.1}. Runs it.
   *
   * @throws FfmpegUnavailableException when it does not run here, or is too old to read from a descriptor
   */
  public String version() {
    return SelfDescription.version(this);
  }

  /**
   * The best H.264 encoder that this ffmpeg was built with. Runs it.
   *
   * @throws FfmpegUnavailableException when it does not run here, or has none
   */
  public H264Encoder h264Encoder() {
    return SelfDescription.h264Encoder(this);
  }

  private static Path executable(Path folder, String name) {
    Path program = folder.resolve(name);
    if (!Files.isExecutable(program)) {
      throw new FfmpegUnavailableException(
          String.format(
              Locale.ROOT,
              "There is no executable `%s` in %s, the folder that `processing.ffmpeg-path` names.",
              name, folder));
    }
    return program;
  }
}
