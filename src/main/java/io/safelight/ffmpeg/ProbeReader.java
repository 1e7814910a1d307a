package io.safelight.ffmpeg;

import io.safelight.ffmpeg.ProbedFile.AudioStream;
import io.safelight.ffmpeg.ProbedFile.Color;
import io.safelight.ffmpeg.ProbedFile.VideoStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads ffprobe's JSON. Every value in it was taken from an untrusted file: numbers are strings, may be missing, {@code N/A}
 * or absurd, and whatever cannot be read counts as unknown.
 */
final class ProbeReader {
  /** Only what is read, so that a file full of tags does not come back as megabytes of JSON. */
  static final List<String> OPTIONS =
      List.of(
          "-print_format",
          "json",
          "-show_entries",
          "format=format_name,start_time,duration"
              + ":stream=index,codec_type,codec_name,codec_tag_string,profile,pix_fmt,width,height"
              + ",sample_aspect_ratio,field_order,color_range,color_space,color_primaries,color_transfer,r_frame_rate"
              + ",avg_frame_rate,nb_frames,duration,bit_rate,channels,sample_rate"
              + ":stream_disposition=attached_pic,default:stream_tags=DURATION,DURATION-eng"
              + ":stream_side_data=rotation,dv_profile,dv_bl_signal_compatibility_id");

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Set<String> UNSAID = Set.of("unknown", "unspecified", "reserved");

  /** A file may offer sound in codecs that only its maker knows beside one that everybody plays. */
  private static final Comparator<JsonNode> BEST_SOUND =
      Comparator.<JsonNode>comparingInt(stream -> UnknownCodec.sound(stream).isEmpty() ? 0 : 1)
          .thenComparingInt(stream -> is(stream, "default") ? 0 : 1);

  private static final Pattern CLOCK = Pattern.compile("(\\d{1,6}):(\\d{2}):(\\d{2}(?:\\.\\d{1,9})?)");

  private ProbeReader() {}

  /** Empty when it is no JSON, or says nothing about any stream. */
  static Optional<ProbedFile> read(byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      return Optional.empty();
    }
    List<JsonNode> streams = root.path("streams").valueStream().toList();
    if (streams.isEmpty()) {
      return Optional.empty();
    }
    JsonNode format = root.path("format");
    Duration duration = seconds(format.path("duration"));
    Duration start = start(format);
    return Optional.of(
        new ProbedFile(
            text(format, "format_name"),
            after(start, duration != null ? duration : longest(streams)),
            ofType(streams, "video")
                .filter(stream -> !is(stream, "attached_pic"))
                .findFirst()
                .map(stream -> video(stream, start)),
            ofType(streams, "audio").min(BEST_SOUND).map(stream -> audio(stream, start))));
  }

  private static VideoStream video(JsonNode stream, Duration start) {
    Frames frames = Frames.of(stream);
    Optional<String> unplayable = UnknownCodec.picture(stream);
    return new VideoStream(
        unplayable.isEmpty(),
        unplayable.orElse(text(stream, "codec_name")),
        text(stream, "profile"),
        text(stream, "pix_fmt"),
        (int) number(stream, "width"),
        (int) number(stream, "height"),
        rotation(stream),
        pixelAspectRatio(stream),
        frames.perSecond(),
        frames.count(),
        text(stream, "field_order"),
        new Color(
            color(stream, "color_range"),
            color(stream, "color_space"),
            color(stream, "color_primaries"),
            color(stream, "color_transfer")),
        number(stream, "bit_rate"),
        after(start, duration(stream)));
  }

  private static AudioStream audio(JsonNode stream, Duration start) {
    Optional<String> unknown = UnknownCodec.sound(stream);
    return new AudioStream(
        (int) number(stream, "index"),
        unknown.isEmpty(),
        unknown.orElse(text(stream, "codec_name")),
        text(stream, "profile"),
        (int) number(stream, "channels"),
        (int) number(stream, "sample_rate"),
        number(stream, "nb_frames"),
        after(start, duration(stream)));
  }

  private static Stream<JsonNode> ofType(List<JsonNode> streams, String type) {
    return streams.stream().filter(stream -> text(stream, "codec_type").equals(type));
  }

  private static boolean is(JsonNode stream, String disposition) {
    return stream.path("disposition").path(disposition).asInt(0) == 1;
  }

  private static String color(JsonNode stream, String field) {
    String name = text(stream, field);
    return UNSAID.contains(name) ? "" : name;
  }

  /** Matroska counts durations from zero on, also where its content begins later, as in a part of a live stream. */
  private static Duration start(JsonNode format) {
    Duration start = seconds(format.path("start_time"));
    return text(format, "format_name").startsWith("matroska") && start != null ? start : Duration.ZERO;
  }

  private static @Nullable Duration after(Duration start, @Nullable Duration end) {
    return end == null || end.compareTo(start) < 0 ? end : end.minus(start);
  }

  /** ffprobe counts anticlockwise and may print fractions; a picture can only be shown at right angles. */
  private static int rotation(JsonNode stream) {
    double anticlockwise =
        stream.path("side_data_list").valueStream()
            .filter(sideData -> sideData.has("rotation"))
            .mapToDouble(sideData -> sideData.path("rotation").asDouble(0))
            .findFirst()
            .orElse(0);
    return Math.floorMod(Math.round(-anticlockwise / 90) * 90, 360);
  }

  private static double pixelAspectRatio(JsonNode stream) {
    double ratio = ratio(text(stream, "sample_aspect_ratio"), ":");
    return ratio > 0 ? ratio : 1;
  }

  /**
   * Average frames per second and their number, each 0 when unknown. {@code r_frame_rate} is the finest step between frames, which
   * for a variable rate says nothing about how many there are, and serves where no average is known. But an average far above it
   * cannot be: an AVI may have an empty chunk for each tick of its clock between two frames, and all of them are counted.
   */
  private record Frames(double perSecond, long count) {
    private static final double IMPOSSIBLE = 2;

    static Frames of(JsonNode stream) {
      double average = ratio(text(stream, "avg_frame_rate"), "/");
      double finest = ratio(text(stream, "r_frame_rate"), "/");
      long count = number(stream, "nb_frames");
      if (finest > 0 && average > IMPOSSIBLE * finest) {
        return new Frames(finest, Math.round(count * finest / average));
      }
      return new Frames(average > 0 ? average : finest, count);
    }
  }

  private static double ratio(String text, String separator) {
    String[] parts = text.split(separator, 2);
    if (parts.length < 2) {
      return 0;
    }
    long denominator = number(parts[1]);
    return denominator == 0 ? 0 : (double) number(parts[0]) / denominator;
  }

  /** Matroska has no durations of streams, but programs that write it note them in a tag, which may bear a language. */
  private static @Nullable Duration duration(JsonNode stream) {
    Duration duration = seconds(stream.path("duration"));
    if (duration != null) {
      return duration;
    }
    return stream.path("tags").propertyStream()
        .filter(tag -> tag.getKey().equals("DURATION") || tag.getKey().startsWith("DURATION-"))
        .map(tag -> clock(tag.getValue().asString("")))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Duration longest(List<JsonNode> streams) {
    return streams.stream()
        .map(ProbeReader::duration)
        .filter(Objects::nonNull)
        .max(Duration::compareTo)
        .orElse(null);
  }

  private static @Nullable Duration seconds(JsonNode node) {
    return seconds(node.asString(""));
  }

  private static @Nullable Duration seconds(String text) {
    try {
      double seconds = Double.parseDouble(text);
      return seconds >= 0 && seconds < Integer.MAX_VALUE ? Duration.ofNanos(Math.round(seconds * 1e9)) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Duration clock(String text) {
    Matcher clock = CLOCK.matcher(text.strip());
    if (!clock.matches()) {
      return null;
    }
    Duration seconds = seconds(clock.group(3));
    return seconds == null
        ? null
        : seconds.plusHours(Long.parseLong(clock.group(1))).plusMinutes(Long.parseLong(clock.group(2)));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static long number(JsonNode node, String field) {
    return number(text(node, field));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
