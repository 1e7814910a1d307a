package io.safelight.processing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.safelight.testmedia.TestMedia;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A made file as ffprobe and ffmpeg see it, all of it, independently of what is tested. */
record VideoFile(Path path, JsonNode json) {
  static VideoFile of(Path path) {
    String json = run("ffprobe", List.of("-print_format", "json", "-show_format", "-show_streams", path.toString()));
    return new VideoFile(path, JsonMapper.builder().build().readTree(json));
  }

  JsonNode video() {
    return stream("video");
  }

  JsonNode audio() {
    return stream("audio");
  }

  long streams(String type) {
    return ofType(type).count();
  }

  double seconds() {
    return Double.parseDouble(json.path("format").path("duration").asString());
  }

  /** Tags of the file and its streams that hold anything but the names of the format itself. */
  List<String> tags() {
    List<String> tags = new ArrayList<>();
    json.path("format").path("tags").propertyNames().forEach(tags::add);
    json.path("streams").forEach(stream -> stream.path("tags").propertyNames().forEach(tags::add));
    tags.removeAll(
        List.of(
            "major_brand", "minor_version", "compatible_brands", "language", "handler_name", "vendor_id", "encoder"));
    return tags;
  }

  /** Whether the index comes before the content. */
  boolean startsWithIndex() {
    try {
      String bytes = new String(Files.readAllBytes(path), ISO_8859_1);
      return bytes.indexOf("moov") > 0 && bytes.indexOf("moov") < bytes.indexOf("mdat");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A checksum for each decoded frame. */
  static List<String> frames(Path file) {
    String text = run("ffmpeg", List.of("-i", file.toString(), "-map", "0:V:0", "-f", "framehash", "-"));
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',')))
        .toList();
  }

  /** Presentation times of the frames, in seconds. */
  static List<Double> frameTimes(Path file) {
    List<String> options = List.of("-select_streams", "V:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0");
    String text = run("ffprobe", Stream.concat(options.stream(), Stream.of(file.toString())).toList());
    return text.lines().map(line -> Double.valueOf(line.replace(",", ""))).sorted().toList();
  }

  /** A pixel of the first frame as a player shows it that goes by the tags, and by the height where there are none. */
  Color pixel(int x, int y) {
    return pixel(0, x, y);
  }

  /** The same of another frame, counted from 0. */
  Color pixel(int frame, int x, int y) {
    String matrix = video().path("color_space").asString("");
    String input = matrix.isEmpty() ? "smpte170m" : matrix;
    String range = video().path("color_range").asString("tv");
    String convert = input.equals("gbr") ? "" : "zscale=min=" + input + ":rin=" + range + ":m=gbr:r=full,format=gbrp,";
    byte[] rgb = frame(frame, convert + "format=rgb24," + crop(x, y), 3);
    return new Color(rgb[0] & 0xFF, rgb[1] & 0xFF, rgb[2] & 0xFF);
  }

  /** The brightness of a pixel of the first frame as it is stored. */
  int luma(int x, int y) {
    return frame(0, "format=yuv444p,extractplanes=y," + crop(x, y), 1)[0] & 0xFF;
  }

  /** What a stream holds, also what an edit list keeps from being shown. */
  double storedSeconds(String stream) {
    List<String> options =
        List.of(
            "-ignore_editlist", "1", "-select_streams", stream, "-show_entries", "stream=duration", "-of", "csv=p=0",
            path.toString());
    return Double.parseDouble(run("ffprobe", options).strip());
  }

  /** A pixel of each frame, also of those that an edit list keeps from being shown. */
  List<Color> storedPixels() {
    List<String> options =
        List.of(
            "-ignore_editlist", "1", "-i", path.toString(), "-map", "0:V:0", "-fps_mode", "passthrough", "-vf",
            "format=rgb24," + crop(0, 0), "-f", "rawvideo", "-");
    byte[] rgb = bytes("ffmpeg", options);
    return IntStream.range(0, rgb.length / 3)
        .mapToObj(i -> new Color(rgb[3 * i] & 0xFF, rgb[3 * i + 1] & 0xFF, rgb[3 * i + 2] & 0xFF))
        .toList();
  }

  /** Twice the frequency of a tone. */
  double zeroCrossingsPerSecond() {
    byte[] sound = bytes("ffmpeg", List.of("-i", path.toString(), "-map", "0:a:0", "-ac", "1", "-f", "s8", "-"));
    long crossings = IntStream.range(1, sound.length).filter(i -> sound[i - 1] < 0 != sound[i] < 0).count();
    return crossings / audio().path("duration").asDouble();
  }

  private byte[] frame(int number, String filters, int length) {
    String selected = "select=eq(n\\,%d),".formatted(number) + filters;
    List<String> options =
        List.of("-i", path.toString(), "-map", "0:V:0", "-frames:v", "1", "-vf", selected, "-f", "rawvideo", "-");
    byte[] frame = bytes("ffmpeg", options);
    if (frame.length != length) {
      throw new AssertionError("no frame in " + path);
    }
    return frame;
  }

  private static String crop(int x, int y) {
    return "crop=1:1:" + x + ":" + y;
  }

  /** Presentation times of the keyframes, in seconds. */
  static List<Double> keyframeTimes(Path file) {
    List<String> options =
        List.of("-select_streams", "V:0", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", file.toString());
    return run("ffprobe", options)
        .lines()
        .filter(line -> line.contains(",K"))
        .map(line -> Double.valueOf(line.substring(0, line.indexOf(','))))
        .toList();
  }

  /** When the picture turns from black to something else, in seconds. */
  static List<Double> flashes(String input) {
    return detected(input, "-vf", "blackdetect=d=0.05:pix_th=0.4", "black_end:");
  }

  /** When silence ends, in seconds. */
  static List<Double> sounds(String input) {
    return detected(input, "-af", "silencedetect=n=-30dB:d=0.05", "silence_end: ");
  }

  private static List<Double> detected(String input, String option, String filter, String word) {
    String log = new String(bytes("ffmpeg", List.of("-v", "info", "-i", input, option, filter, "-f", "null", "-"), true), UTF_8);
    List<Double> times = new ArrayList<>();
    Matcher matcher = Pattern.compile(word + "([0-9.]+)").matcher(log);
    while (matcher.find()) {
      times.add(Double.valueOf(matcher.group(1)));
    }
    return times;
  }

  private JsonNode stream(String type) {
    return ofType(type).findFirst().orElseThrow();
  }

  private Stream<JsonNode> ofType(String type) {
    return json.path("streams").valueStream().filter(stream -> type.equals(stream.path("codec_type").asString()));
  }

  private static String run(String program, List<String> arguments) {
    return new String(bytes(program, arguments), UTF_8);
  }

  private static byte[] bytes(String program, List<String> arguments) {
    return bytes(program, arguments, false);
  }

  private static byte[] bytes(String program, List<String> arguments, boolean withLog) {
    var installation = TestMedia.installation();
    Path executable = program.equals("ffprobe") ? installation.ffprobe() : installation.ffmpeg();
    List<String> command = new ArrayList<>(List.of(executable.toString(), "-v", "error"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(withLog);
    if (!withLog) {
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
    builder.environment().putAll(installation.environment());
    try {
      Process process = builder.start();
      try (InputStream out = process.getInputStream()) {
        return out.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
