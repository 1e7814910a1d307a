package io.safelight;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A segment of HLS behind its head, as ffmpeg decodes it without the others.
 *
 * @param stream as ffprobe describes it
 * @param packets in the order of the file
 * @param frames that came out of the decoder, which met no error
 */
record DecodedSegment(JsonNode stream, List<Packet> packets, long frames) {

  /**
   * A coded frame.
   *
   * @param time at which it is shown, in seconds
   */
  record Packet(double time, boolean keyframe) {}

  /**
   * Reads and decodes a segment.
   *
   * @param specifier of its stream
   */
  static DecodedSegment of(Path file, String specifier) throws IOException, InterruptedException {
    FfmpegInstallation ffmpeg = TestMedia.installation();
    byte[] json =
        run(
            ffmpeg.ffprobe(), "-select_streams", specifier, "-show_streams", "-show_packets", "-print_format", "json",
            file.toString());
    JsonNode probed = JsonMapper.shared().readTree(json);
    List<Packet> packets = new ArrayList<>();
    for (JsonNode packet : probed.path("packets")) {
      double time = Double.parseDouble(packet.path("pts_time").asString());
      packets.add(new Packet(time, packet.path("flags").asString().startsWith("K")));
    }
    byte[] hashes =
        run(
            ffmpeg.ffmpeg(), "-xerror", "-err_detect", "explode", "-i", file.toString(), "-map", "0:" + specifier,
            "-fps_mode", "passthrough", "-f", "framehash", "-");
    long frames = new String(hashes, UTF_8).lines().filter(line -> !line.startsWith("#")).count();
    return new DecodedSegment(probed.path("streams").path(0), packets, frames);
  }

  /** Profile, constraints and level of the sequence parameter set (ITU-T H.264, section 7.3.2.1.1) as RFC 6381 writes them. */
  static String h264Codec(Path file) throws IOException, InterruptedException {
    byte[] stream =
        run(
            TestMedia.installation().ffmpeg(), "-i", file.toString(), "-map", "0:v:0", "-c", "copy",
            "-bsf:v", "h264_mp4toannexb", "-f", "h264", "-");
    for (int i = 0; i + 6 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1 && (stream[i + 3] & 0x1F) == 7) {
        return String.format(Locale.ROOT, "avc1.%02x%02x%02x", stream[i + 4], stream[i + 5], stream[i + 6]);
      }
    }
    throw new AssertionError("no parameters in " + file);
  }

  private static byte[] run(Path program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "-v", "error"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(TestMedia.installation().environment());
    Process process = builder.start();
    byte[] output = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new AssertionError(command + " ended with " + process.exitValue());
    }
    return output;
  }
}
