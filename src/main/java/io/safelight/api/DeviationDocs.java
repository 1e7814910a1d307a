package io.safelight.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes docs/deviations.md from the table of deviations, so that the page cannot say anything else than the code. */
public final class DeviationDocs {
  private static final String HEAD =
      """
      # Where Safelight differs from the real API

      Made from `io.safelight.api.DeviationChapter`; do not edit this page.

      Additions are always further members of X's JSON, never a change of an existing one, and no successful answer has a member
      `error` or `errors` at its top level.
      """;

  private DeviationDocs() {}

  /** Writes the page; the argument is its path. */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), render());
  }

  /** The page in Markdown. */
  static String render() {
    var page = new StringBuilder(HEAD);
    for (DeviationChapter chapter : DeviationChapter.ALL) {
      page.append("\n## ").append(chapter.title()).append("\n\n");
      page.append("| what | X | Safelight | why |\n|---|---|---|---|\n");
      for (Deviation deviation : chapter.deviations()) {
        page.append(String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s |\n",
            deviation.subject(), deviation.realApi(), deviation.safelight(), deviation.reason()));
      }
    }
    return page.toString();
  }
}
