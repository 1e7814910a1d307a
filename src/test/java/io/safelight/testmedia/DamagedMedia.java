package io.safelight.testmedia;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Videos that were cut off or damaged on their way: some of three seconds, and of six seconds in each container. */
public final class DamagedMedia {
  private DamagedMedia() {}

  /** The first part of {@link TestMedia#mp4()}: the index, which is in front, promises more than there is. */
  public static Path truncatedMp4() {
    return GeneratedFiles.derived("truncated.mp4", TestMedia.mp4(), bytes -> Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** The first part of {@link TestMedia#mp4IndexAtEnd}: without its index it cannot be read at all. */
  public static Path truncatedMp4WithoutIndex() {
    return GeneratedFiles.derived("truncated-no-index.mp4", TestMedia.mp4IndexAtEnd(), bytes -> Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** The index is whole, and one byte in fifty of the content is not what it was. */
  public static Path corruptedMp4() {
    return GeneratedFiles.derived(
        "corrupted.mp4",
        TestMedia.mp4(),
        bytes -> {
          Random random = new Random(7);
          for (int i = 0; i < bytes.length / 50; i++) {
            bytes[bytes.length / 4 + random.nextInt(bytes.length * 3 / 4)] ^= (byte) 0xff;
          }
          return bytes;
        });
  }

  /** Bytes without any meaning under a name that promises a video. */
  public static Path noiseMp4() {
    return GeneratedFiles.file(
        "noise.mp4",
        "seed 11",
        target -> {
          byte[] bytes = new byte[100_000];
          new Random(11).nextBytes(bytes);
          Files.write(target, bytes);
        });
  }

  /** Containers, by the names of their files. */
  public enum Container {
    MP4("mp4"),
    FRAGMENTED("fragmented.mp4"),
    MKV("mkv"),
    TS("ts"),
    WEBM("webm"),
    AVI("avi");

    private final String ending;

    Container(String ending) {
      this.ending = ending;
    }

    private List<String> options() {
      return switch (this) {
        case MP4 -> List.of("-c", "copy", "-movflags", "+faststart");
        case FRAGMENTED -> List.of("-c", "copy", "-movflags", "+frag_keyframe+empty_moov", "-f", "mp4");
        case MKV -> List.of("-c", "copy", "-cluster_time_limit", "500");
        case TS -> List.of("-c", "copy");
        case AVI -> List.of("-c:v", "mpeg4", "-b:v", "1M", "-c:a", "libmp3lame");
        case WEBM ->
            List.of("-c:v", "libvpx", "-b:v", "1M", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus");
      };
    }

    private Path whole() {
      List<String> command = new ArrayList<>(List.of("-i", h264().toString()));
      command.addAll(options());
      return GeneratedFiles.byFfmpeg("whole." + ending, command);
    }
  }

  private static Path h264() {
    return GeneratedFiles.byFfmpeg(
        "whole-source.mp4",
        List.of(
            "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=6", "-f", "lavfi", "-i", "sine=d=6", "-c:v", "libx264",
            "-preset", "ultrafast", "-b:v", "1M", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac"));
  }

  /** The first half. */
  public static Path firstHalf(Container container) {
    return derived("half", container, bytes -> Arrays.copyOf(bytes, bytes.length / 2));
  }

  /** One byte in a hundred in the middle is noise. */
  public static Path scratched(Container container) {
    return derived("scratched", container, bytes -> noise(bytes, 0.50, 0.51));
  }

  /** Most of it is noise. */
  public static Path wiped(Container container) {
    return derived("wiped", container, bytes -> noise(bytes, 0.15, 0.85));
  }

  /** Wrong bytes all over, so that no frame but a few keeps whole. */
  public static Path riddled(Container container) {
    return derived(
        "riddled",
        container,
        bytes -> {
          for (int i = bytes.length / 10; i < bytes.length * 9 / 10; i += 700) {
            bytes[i] ^= (byte) 0xff;
          }
          return bytes;
        });
  }

  private static byte[] noise(byte[] bytes, double from, double to) {
    Random random = new Random(5);
    for (int i = (int) (bytes.length * from); i < bytes.length * to; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private interface Damage {
    byte[] to(byte[] bytes);
  }

  private static Path derived(String name, Container container, Damage damage) {
    Path whole = container.whole();
    try {
      byte[] bytes = damage.to(Files.readAllBytes(whole));
      return GeneratedFiles.file(
          name + "." + container.ending,
          whole.getFileName() + " " + Arrays.hashCode(bytes),
          target -> Files.write(target, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
