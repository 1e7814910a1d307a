package io.safelight.ffmpeg;

import io.safelight.file.FolderRemover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an ffmpeg says of itself: whether it runs on this machine, is new enough, and can encode. */
final class SelfDescription {
  private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S+)");

  /** Releases begin with their number, perhaps after an n; snapshots do not, and are taken for new. */
  private static final Pattern MAJOR = Pattern.compile("n?(\\d{1,4})\\..*");

  /** The first that can read from a descriptor and yet seek. */
  private static final int OLDEST_MAJOR = 6;

  private static final List<String> COLOR_FILTERS = List.of("zscale", "tonemap");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private SelfDescription() {}

  /**
   * The version.
   *
   * @throws FfmpegUnavailableException when it does not run here, or is too old
   */
  static String version(FfmpegInstallation installation) {
    Matcher matcher = VERSION.matcher(ask(installation, "-version"));
    if (!matcher.lookingAt()) {
      throw new FfmpegUnavailableException(installation.ffmpeg() + " does not say its version.");
    }
    String version = matcher.group(1);
    Matcher major = MAJOR.matcher(version);
    if (major.matches() && Integer.parseInt(major.group(1)) < OLDEST_MAJOR) {
      throw new FfmpegUnavailableException(
          String.format(
              Locale.ROOT,
              "%s is version %s; Safelight needs %d.0 or newer.",
              installation.ffmpeg(), version, OLDEST_MAJOR));
    }
    return version;
  }

  /**
   * Sees to it that it can convert colours.
   *
   * @throws FfmpegUnavailableException when it was built without the filters for that
   */
  static void requireFilters(FfmpegInstallation installation) {
    String filters = ask(installation, "-hide_banner", "-filters");
    for (String filter : COLOR_FILTERS) {
      if (!filters.contains(" " + filter + " ")) {
        throw new FfmpegUnavailableException(
            String.format(
                Locale.ROOT,
                "%s has no filter `%s`, which colours need; use one that was built with libzimg.",
                installation.ffmpeg(), filter));
      }
    }
  }

  /**
   * The best H.264 encoder that it was built with.
   *
   * @throws FfmpegUnavailableException when it has none
   */
  static H264Encoder h264Encoder(FfmpegInstallation installation) {
    String encoders = ask(installation, "-hide_banner", "-encoders");
    return Arrays.stream(H264Encoder.values())
        .filter(encoder -> encoders.contains(" " + encoder.ffmpegName() + " "))
        .findFirst()
        .orElseThrow(
            () ->
                new FfmpegUnavailableException(
                    installation.ffmpeg()
                            + " has no H.264 encoder; use one that was built with libx264 or libopenh264."));
  }

  private static String ask(FfmpegInstallation installation, String... question) {
    BoundedOutput output = new BoundedOutput();
    try {
      Path around = Files.createTempDirectory("safelight-ffmpeg");
      Path folder = Files.createDirectory(around.resolve("work"));
      try {
        SpawnRequest request =
            new SpawnRequest(
                installation.ffmpeg(),
                List.of(question),
                installation.environment(),
                folder,
                SpawnRequest.NO_INPUT,
                Confinement.NONE);
        ProcessEnd end = SupervisedProcess.start(request, TIMEOUT, output).await();
        if (!(OutcomeClassifier.classify(end) instanceof RunOutcome.Succeeded)) {
          throw new FfmpegUnavailableException(
              installation.ffmpeg() + " does not run on this machine: " + end.log());
        }
      } finally {
        FolderRemover.remove(around);
      }
    } catch (IOException e) {
      throw new FfmpegUnavailableException(installation.ffmpeg() + " could not be tried: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FfmpegUnavailableException(installation.ffmpeg() + " could not be tried: interrupted", e);
    }
    return new String(output.bytes(), StandardCharsets.UTF_8);
  }
}
