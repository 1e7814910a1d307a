package io.safelight.cli;

import io.safelight.blob.DataFolder;
import io.safelight.blob.DataFolderException;
import io.safelight.blob.DataFolderLock;
import io.safelight.config.ByteSize;
import io.safelight.config.SafelightConfig;
import io.safelight.config.SandboxConfig;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.FfmpegUnavailableException;
import io.safelight.ffmpeg.Sandbox;
import io.safelight.file.FolderRemover;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Examines the machine with the eyes of a server that has this configuration. Makes no data folder where there is
 * none, and leaves nothing else behind either.
 */
final class Examination {
  private static final int SYNCS = 15;
  private static final int FIRST_SANE_YEAR = 2026;
  private static final int LAST_SANE_YEAR = 2100;

  private final SafelightConfig config;

  Examination(SafelightConfig config) {
    this.config = config;
  }

  /** Everything that was found, in the order in which a person would repair it. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.addAll(ffmpeg());
    findings.addAll(dataFolder());
    findings.add(clock());
    return findings;
  }

  private static Finding java() {
    return Finding.good(
        "java",
        "%s, %s, heap up to %s, %d processors"
            .formatted(
                Runtime.version(),
                System.getProperty("java.home"),
                new ByteSize(Runtime.getRuntime().maxMemory()),
                Runtime.getRuntime().availableProcessors()));
  }

  private List<Finding> ffmpeg() {
    Path cache = config.ffmpegCache();
    if (Files.exists(config.server().data())
        || config.processing().ffmpegCache().isPresent()
        || config.processing().ffmpegPath().isPresent()) {
      return ffmpeg(cache);
    }
    try {
      Path temporary = Files.createTempDirectory("safelight-doctor-");
      try {
        return ffmpeg(temporary);
      } finally {
        FolderRemover.remove(temporary);
      }
    } catch (IOException e) {
      return List.of(Finding.missing("ffmpeg", "It cannot be unpacked for a trial: " + e.getMessage()));
    }
  }

  private List<Finding> ffmpeg(Path cache) {
    FfmpegInstallation installation;
    String version;
    try {
      installation = FfmpegInstallation.configured(config.processing(), cache);
      version = installation.version();
    } catch (FfmpegUnavailableException e) {
      return List.of(
          Finding.missing(
              "ffmpeg", e.getMessage() + " Set processing.ffmpeg-path to a folder with ffmpeg and ffprobe."));
    }
    String place =
        cache.equals(config.ffmpegCache())
            ? installation.ffmpeg().toString()
            : "to be unpacked into " + config.ffmpegCache().toAbsolutePath().normalize();
    Finding runs = Finding.good("ffmpeg", "%s, started with posix_spawn, %s".formatted(version, place));
    return List.of(runs, encoders(installation), sandbox(installation));
  }

  private static Finding encoders(FfmpegInstallation installation) {
    try {
      Path clip = Files.createTempFile("safelight-doctor", ".mp4");
      try {
        String h264 = installation.h264Encoder().ffmpegName();
        ClipGenerator.generate(installation, clip, "128x128", 0.2, h264);
        return Finding.good("encoders", h264 + " and aac made a clip of " + Files.size(clip) + " bytes");
      } finally {
        Files.deleteIfExists(clip);
      }
    } catch (IOException | FfmpegUnavailableException e) {
      return Finding.missing(
          "encoders", e.getMessage() + ". Set processing.ffmpeg-path to an ffmpeg that was built with libx264.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.missing("encoders", "interrupted");
    }
  }

  private Finding sandbox(FfmpegInstallation installation) {
    try {
      Path temporary = Files.createTempDirectory("safelight-doctor-");
      try {
        Sandbox sandbox = Sandbox.detect(config.sandbox(), installation, config.server().data(), temporary);
        if (sandbox.level().compareTo(config.sandbox().require()) < 0) {
          return Finding.missing(
              "sandbox",
              "%s, but sandbox.require asks for %s: the server will not start."
                  .formatted(sandbox.describe(), config.sandbox().require().wireName()));
        }
        return sandbox.level() == SandboxConfig.Level.LANDLOCK
            ? Finding.good("sandbox", sandbox.describe())
            : Finding.note(
                "sandbox", sandbox.describe() + ": not for strangers' files; Landlock needs Linux 5.13 or newer");
      } finally {
        FolderRemover.remove(temporary);
      }
    } catch (IOException e) {
      return Finding.missing("sandbox", "It cannot be tried: " + e.getMessage());
    }
  }

  private List<Finding> dataFolder() {
    Path folder = config.server().data().toAbsolutePath().normalize();
    try {
      if (Files.notExists(folder)) {
        return futureDataFolder(folder);
      }
      DataFolder data = DataFolder.open(config.server().data());
      List<Finding> findings = new ArrayList<>(lockAndPort(data));
      findings.add(disk(data.tmp()));
      return findings;
    } catch (IOException e) {
      return List.of(Finding.missing("data folder", String.valueOf(e.getMessage())));
    }
  }

  private List<Finding> futureDataFolder(Path folder) throws IOException {
    Path parent = folder;
    for (Path above = folder; above != null && Files.notExists(parent); above = above.getParent()) {
      parent = above;
    }
    if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
      return List.of(
          Finding.missing(
              "data folder",
              "%s is not there, and cannot be made in %s; choose another one with --data.".formatted(folder, parent)),
          port());
    }
    return List.of(
        Finding.good("data folder", folder + " is not there yet; the first start makes it"), port(), disk(parent));
  }

  private Finding port() {
    String address = config.server().host() + ":" + config.server().port();
    return PortCheck.isFree(config.server().host(), config.server().port())
        ? Finding.good("port", address + " is free")
        : Finding.missing("port", address + " is taken; start with serve --port N.");
  }

  /** A port that is taken is fine when the server that has it is the one of this data folder. */
  private List<Finding> lockAndPort(DataFolder data) throws IOException {
    Finding port = port();
    try (DataFolderLock _ = data.lock()) {
      return List.of(Finding.good("data folder", data.root() + " is writable, and no server has it"), port);
    } catch (DataFolderException e) {
      String address = config.server().host() + ":" + config.server().port();
      return RunningCheck.answers(config.server().host(), config.server().port())
          ? List.of(
              Finding.good("data folder", data.root() + " is in use by your server, which is running"),
              Finding.good("port", address + ": your server is running there"))
          : List.of(
              Finding.note("data folder", String.valueOf(e.getMessage())), Finding.note("port", port.sentence()));
    }
  }

  private Finding disk(Path folder) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    String found =
        "%,d MiB free; a durable write takes %.1f ms"
            .formatted(free / (1024 * 1024), medianSyncMillis(folder));
    return free > config.upload().reserve().bytes()
        ? Finding.good("disk", found)
        : Finding.missing(
            "disk",
            "%s, but uploads leave %s free (upload.reserve); make room, or choose another folder with --data."
                .formatted(found, config.upload().reserve()));
  }

  private static double medianSyncMillis(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "doctor", ".tmp");
    double[] millis = new double[SYNCS];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long start = System.nanoTime();
        channel.write(ByteBuffer.allocate(4096));
        channel.force(false);
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    } finally {
      Files.deleteIfExists(file);
    }
    Arrays.sort(millis);
    return millis[SYNCS / 2];
  }

  private static Finding clock() {
    int year = Year.now(ZoneOffset.UTC).getValue();
    return year >= FIRST_SANE_YEAR && year <= LAST_SANE_YEAR
        ? Finding.good("clock", Instant.now().toString())
        : Finding.missing("clock", "The year is " + year + "; set the clock, or no signed request will be accepted.");
  }
}
