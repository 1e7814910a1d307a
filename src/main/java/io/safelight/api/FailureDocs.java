package io.safelight.api;

import io.safelight.media.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes the table of reasons in docs/api.md, so that it cannot say anything else than the code. */
public final class FailureDocs {
  private static final String BEGIN = "<!-- Made from `io.safelight.api.FailureAdvice`; do not edit this table. -->\n";
  private static final String END = "<!-- The table ends here. -->\n";

  private FailureDocs() {}

  /** Writes the table anew; the argument is the path of the page. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    String page = Files.readString(file);
    Files.writeString(
        file,
        page.substring(0, page.indexOf(BEGIN)) + render() + page.substring(page.indexOf(END) + END.length()));
  }

  /** The table in Markdown, between two comments. */
  static String render() {
    var table = new StringBuilder(BEGIN);
    table.append("| reason | code | what happened | whose fault | may a retry help | what to do | with ffmpeg |\n");
    table.append("|---|---|---|---|---|---|---|\n");
    for (FailureReason reason : FailureReason.values()) {
      FailureAdvice advice = FailureAdvice.of(reason);
      table.append(String.format(
          Locale.ROOT,
          "| `%s` | %d %s | %s | %s | %s | %s | %s |\n",
          reason.wireName(), reason.kind().code(), reason.kind().wireName(), advice.happened(), fault(reason.kind()),
          reason.retryable() ? "yes" : "no", advice.remedy(), advice.command().map(line -> "`" + line + "`").orElse("")));
    }
    return table.append(END).toString();
  }

  private static String fault(FailureReason.Kind kind) {
    return switch (kind) {
      case INVALID_MEDIA -> "the file";
      case UNSUPPORTED_MEDIA -> "what this server accepts";
      case INTERNAL_ERROR -> "the server";
    };
  }
}
