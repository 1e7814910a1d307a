package io.safelight.processing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a line of subtitles so that it means nothing but text to whatever shows it: of the tags only bold, italics,
 * underline and voice stay, the rest is dropped or escaped.
 */
final class CueText {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<kept></?[biuBIU]>|<v [^<>&]+>|</v>|&(?:amp|lt|gt|nbsp|lrm|rlm);)"
              + "|(?<dropped></?[a-zA-Z][^<>]*>|\\{\\\\[^{}]*\\})"
              + "|(?<escaped>[&<>])");
  private static final Pattern SETTING = Pattern.compile("(?:vertical|line|position|size|align):[A-Za-z0-9.,%-]{1,40}");

  private CueText() {}

  static String toWebVtt(String line) {
    return TOKEN.matcher(line).replaceAll(token -> Matcher.quoteReplacement(rewritten((Matcher) token)));
  }

  /** The settings of a cue that WebVTT knows. */
  static String settings(@Nullable String text) {
    return text == null
        ? ""
        : Stream.of(text.strip().split("\\s+"))
            .filter(setting -> SETTING.matcher(setting).matches())
            .collect(Collectors.joining(" "));
  }

  private static String rewritten(Matcher token) {
    String kept = token.group("kept");
    if (kept != null) {
      return kept;
    }
    @Nullable String escaped = token.group("escaped");
    return escaped == null
        ? ""
        : switch (escaped) {
          case "&" -> "&amp;";
          case "<" -> "&lt;";
          default -> "&gt;";
        };
  }
}
