package io.safelight.ffmpeg;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The names of codecs that no decoder here makes sense of, for those who uploaded them. */
final class UnknownCodec {
  private static final String NAMELESS = "unknown";

  /** Four printable characters, as ISO files name codecs; ffprobe writes others as numbers. */
  private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.-]{1,3}");

  private UnknownCodec() {}

  /** Of a stream of sound, as ffprobe describes it; empty when its codec is known. */
  static Optional<String> sound(JsonNode stream) {
    String name = stream.path("codec_name").asString("");
    if (!name.isEmpty() && !name.equals(NAMELESS) && !name.equals("none")) {
      return Optional.empty();
    }
    String tag = stream.path("codec_tag_string").asString("").strip();
    return Optional.of(PRINTABLE.matcher(tag).matches() ? tag : NAMELESS);
  }

  /**
   * Of a stream of pictures. Dolby Vision without a layer for other players (profile 5) decodes like any HEVC, but to
   * colours that are not those of the picture.
   */
  static Optional<String> picture(JsonNode stream) {
    Optional<String> dolbyVision =
        stream.path("side_data_list").valueStream()
            .filter(data -> data.path("dv_profile").asInt(0) > 0)
            .filter(data -> data.path("dv_bl_signal_compatibility_id").asInt(0) == 0)
            .map(data -> "Dolby Vision profile " + data.path("dv_profile").asInt(0))
            .findFirst();
    return dolbyVision.or(() -> sound(stream));
  }
}
