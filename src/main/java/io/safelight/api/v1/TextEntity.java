package io.safelight.api.v1;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Hashtags, cashtags, mentions and URLs in the text of a post. Indices count code points, as those of the X API do.
 *
 * @param value without the leading {@code #}, {@code $} or {@code @}
 * @param start index of the first character, the leading one included
 * @param end index after the last character
 */
record TextEntity(Kind kind, String value, int start, int end) {
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]}']");
  private static final Pattern HASHTAG = Pattern.compile("(?<![\\p{L}\\p{N}_&/])#([\\p{L}\\p{N}_]*\\p{L}[\\p{L}\\p{N}_]*)");
  private static final Pattern SYMBOL = Pattern.compile("(?<![\\p{L}\\p{N}_$])\\$([A-Za-z]{1,6})(?![\\p{L}\\p{N}_])");
  private static final Pattern MENTION = Pattern.compile("(?<![\\p{L}\\p{N}_@/])@([A-Za-z0-9_]{1,50})(?![\\p{L}\\p{N}_@])");

  /** The kinds of entities. */
  enum Kind {
    HASHTAG(TextEntity.HASHTAG),
    SYMBOL(TextEntity.SYMBOL),
    MENTION(TextEntity.MENTION),
    URL(TextEntity.URL);

    private final Pattern pattern;

    Kind(Pattern pattern) {
      this.pattern = pattern;
    }
  }

  /** The entities of one kind in the order in which they stand; what is part of a URL is no other entity. */
  static List<TextEntity> find(Kind kind, String text) {
    List<MatchResult> urls = URL.matcher(text).results().toList();
    return kind.pattern
        .matcher(text)
        .results()
        .filter(match -> kind == Kind.URL || urls.stream().noneMatch(url -> isInside(match, url)))
        .map(match -> of(kind, match, text))
        .toList();
  }

  private static boolean isInside(MatchResult match, MatchResult url) {
    return match.start() >= url.start() && match.start() < url.end();
  }

  private static TextEntity of(Kind kind, MatchResult match, String text) {
    int start = text.codePointCount(0, match.start());
    int end = start + text.codePointCount(match.start(), match.end());
    return new TextEntity(kind, match.group(match.groupCount() == 0 ? 0 : 1), start, end);
  }
}
