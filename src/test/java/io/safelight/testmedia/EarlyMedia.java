package io.safelight.testmedia;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Videos of some megabytes that have to be encoded again: large enough to be looked at before they are complete. */
public final class EarlyMedia {
  public static final int FRAMES = 150;
  public static final int FRAMES_OF_SHORTER = 100;
  private static final int SECONDS = 6;

  private EarlyMedia() {}

  /** The index in front. */
  public static Path mp4() {
    return movie("early.mp4", SECONDS, List.of("-c:v", "mpeg4", "-movflags", "+faststart"));
  }

  /** The index behind the media. */
  public static Path mp4IndexAtEnd() {
    return movie("early-index-at-end.mp4", SECONDS, List.of("-c:v", "mpeg4"));
  }

  public static Path mp4Fragmented() {
    return movie(
        "early-fragmented.mp4", SECONDS, List.of("-c:v", "mpeg4", "-movflags", "+frag_keyframe+empty_moov"));
  }

  public static Path mkv() {
    return movie("early.mkv", SECONDS, List.of("-c:v", "mpeg4"));
  }

  public static Path mpegTs() {
    return movie("early.ts", SECONDS, List.of("-c:v", "mpeg2video"));
  }

  /** As many bytes as {@link #mp4}, but only four seconds. */
  public static byte[] shorterOfSameSize() throws IOException {
    byte[] movie = Files.readAllBytes(movie("early-shorter.mp4", 4, List.of("-c:v", "mpeg4", "-movflags", "+faststart")));
    int missing = (int) Files.size(mp4()) - movie.length;
    var padded = new ByteArrayOutputStream();
    padded.write(movie);
    padded.write(ByteBuffer.allocate(missing).putInt(missing).put("free".getBytes(StandardCharsets.US_ASCII)).array());
    return padded.toByteArray();
  }

  private static Path movie(String name, int seconds, List<String> options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=" + seconds + ",noise=alls=40:allf=t",
                "-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds));
    all.addAll(options);
    all.addAll(List.of("-b:v", "6M", "-maxrate", "6M", "-bufsize", "6M", "-pix_fmt", "yuv420p", "-c:a", "aac"));
    return GeneratedFiles.byFfmpeg(name, all);
  }
}
