package io.safelight.testmedia;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** MP4 whose NAL units (ITU-T H.264, section 7.3.1) were chosen one by one. */
public final class H264Media {
  private static final String SECRET = "secret";
  private static final int SLICE = 1;
  private static final int IDR = 5;
  private static final int SEI = 6;
  private static final int SEQUENCE_PARAMETERS = 7;
  private static final int PICTURE_PARAMETERS = 8;
  private static final int DELIMITER = 9;
  private static final int FILLER = 12;
  private static final int UNSPECIFIED = 30;
  private static final byte[] START = {0, 0, 0, 1};

  private H264Media() {}

  /** Has the word "secret" between its pictures and behind its parameters, in every way that H.264 has; 3 seconds, 640x360. */
  public static Path talkative() {
    List<byte[]> units = new ArrayList<>();
    for (byte[] unit : unitsOf(TestMedia.mp4())) {
      switch (type(unit)) {
        case SLICE, IDR -> {
          units.add(unit(DELIMITER, "\u00f0" + SECRET));
          // Data of an application, under a name of 16 bytes; and a message of a type that nobody knows.
          units.add(unit(SEI, "\5\u0016" + "a name for these" + SECRET + "\u0080"));
          units.add(unit(SEI, "\u00c8\6" + SECRET + "\u0080"));
          units.add(unit(FILLER, SECRET + "\u0080"));
          units.add(unit(UNSPECIFIED, SECRET));
          units.add(unit);
        }
        case SEQUENCE_PARAMETERS -> units.add(concat(unit, (SECRET + "\u0080").getBytes(ISO_8859_1)));
        default -> units.add(unit);
      }
    }
    return mp4("talkative", units);
  }

  /** Decoding can begin at many pictures, none of which is an IDR picture: a part of a broadcast. 2 seconds, 640x360. */
  public static Path withoutIdr() {
    List<byte[]> units = unitsOf(TestMedia.mp4OpenGroups());
    List<byte[]> kept = new ArrayList<>();
    units.stream().filter(unit -> type(unit) == SEQUENCE_PARAMETERS).findFirst().ifPresent(kept::add);
    units.stream().filter(unit -> type(unit) == PICTURE_PARAMETERS).findFirst().ifPresent(kept::add);
    int idr = units.stream().map(H264Media::type).toList().indexOf(IDR);
    List<byte[]> rest = units.subList(idr + 1, units.size());
    // The message that decoding can begin here.
    int recovery = rest.stream().map(H264Media::type).toList().indexOf(SEI);
    kept.addAll(rest.subList(recovery, rest.size()));
    return mp4("without-idr", kept);
  }

  private static Path mp4(String name, List<byte[]> units) {
    var stream = new ByteArrayOutputStream();
    for (byte[] unit : units) {
      stream.writeBytes(START);
      stream.writeBytes(unit);
    }
    Path raw =
        GeneratedFiles.file(
            name + ".h264",
            "%08x".formatted(Arrays.hashCode(stream.toByteArray())),
            target -> Files.write(target, stream.toByteArray()));
    return GeneratedFiles.byFfmpeg(
        name + ".mp4",
        List.of(
            "-r", "30", "-i", raw.toString(), "-i", TestMedia.mp4().toString(), "-map", "0:v", "-map", "1:a", "-c", "copy"));
  }

  private static List<byte[]> unitsOf(Path mp4) {
    Path raw =
        GeneratedFiles.byFfmpeg(
            "units.h264", List.of("-i", mp4.toString(), "-an", "-c", "copy", "-bsf:v", "h264_mp4toannexb"));
    try {
      String bytes = new String(Files.readAllBytes(raw), ISO_8859_1);
      return Arrays.stream(bytes.split("\0?\0\0\1", -1))
          .filter(unit -> !unit.isEmpty())
          .map(unit -> unit.getBytes(ISO_8859_1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int type(byte[] unit) {
    return unit[0] & 0x1f;
  }

  private static byte[] unit(int type, String content) {
    return concat(new byte[] {(byte) type}, content.getBytes(ISO_8859_1));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
