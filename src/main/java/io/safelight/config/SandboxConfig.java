package io.safelight.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What keeps ffmpeg from everything but the file it works on. */
@Area(
    value = "sandbox",
    doc = "What keeps ffmpeg from everything but the file it works on. The strongest level that works on this machine is used.")
public record SandboxConfig(
    @Setting(
            value = "none",
            doc =
                "The weakest level to start with. `landlock`: the kernel confines files and system calls; `bubblewrap`: `bwrap` does,"
                + " where it is installed and Landlock is missing; `limits`: only memory, processor time, file size and"
                + " open files are limited; `none`: start whatever works.")
        Level require,
    @Setting(
            value = "4 GiB", min = "1 GiB",
            doc =
                "Memory that one run of ffmpeg may take, as address space; 64 MiB for each processor are added for its threads."
                + " A file that needs more is refused.")
        ByteSize memory,
    @Setting(value = "8 GiB", min = "1 MiB", doc = "Most that one run of ffmpeg may write, in all its files together.")
        ByteSize fileSize,
    @Setting(
            value = "60s", min = "1s", max = "1d",
            doc =
                "Processor time that one run of ffmpeg may use without reading or writing anything more. Then it is ended, and the"
                + " file refused. Time that it waits does not count.")
        Duration standstill,
    @Setting(
            value = "0", min = "0", max = "2147483647",
            doc =
                "The user that ffmpeg runs as when the server is root; no account is needed. 0 takes one that nobody has, by the"
                + " name of the data folder.")
        int uid,
    @Setting(
            value = "",
            doc =
                "Further files and folders that ffmpeg may read and run, such as libraries of an ffmpeg of your own. Those of the"
                + " system, and the folder of ffmpeg itself, need not be named.")
        List<String> readable) {

  /** How far ffmpeg is confined, the weakest first. */
  public enum Level {
    /** As the server's user, with its rights. */
    NONE,
    /** What it may use is limited, what it may do is not. */
    LIMITS,
    /** It sees only its own folder and system libraries, and has no network, by a program that has to be installed. */
    BUBBLEWRAP,
    /** The kernel lets it read and write its own folder, read system libraries, and nothing else. */
    LANDLOCK;

    /** As in the configuration. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
