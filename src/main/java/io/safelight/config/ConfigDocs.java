package io.safelight.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes docs/config.md from the records of the configuration, so that the page cannot say anything else than the
 * code.
 */
public final class ConfigDocs {
  private static final String HEAD =
      """
      # Configuration

      Made from the records in `io.safelight.config`; do not edit this page.

      Every setting has a default, and Safelight runs without any configuration. Settings come from, in rising priority:

      1. a YAML file, given by `--config FILE`; the part of a key before the dot is the outer level:

         ```yaml
         server:
           port: 9000
         upload:
           max-open: 200
         ```
      2. an environment variable, such as `SAFELIGHT_UPLOAD_MAX_OPEN=200`;
      3. the command line: `--set upload.max-open=200`, and the shorthands `--host`, `--port` and `--data`.

      A duration is written `500ms`, `10s`, `5m`, `24h` or `15d`; a size `512`, `64 KiB`, `5 MiB` or `10 GiB`. A list is
      separated by commas, or is a YAML list. An unknown key or a value that is not accepted stops the start with a
      sentence that says what is wrong.
      """;

  private ConfigDocs() {}

  /** Writes the page; the argument is its path. */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of(args[0]), render());
  }

  /** The page in Markdown. */
  static String render() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Class<?> area : SettingKey.areas()) {
      Area heading = Objects.requireNonNull(area.getAnnotation(Area.class));
      page.append("\n## ").append(heading.value()).append("\n\n").append(heading.doc()).append("\n\n");
      page.append("| key | default | what it does | accepted | environment variable |\n|---|---|---|---|---|\n");
      for (SettingKey key : SettingKey.of(area)) {
        page.append(String.format(
            Locale.ROOT,
            "| `%s` | %s | %s | %s | `%s` |\n",
            key.name(), defaultOf(key), key.setting().doc(), accepted(key), key.environmentVariable()));
      }
    }
    return page.toString();
  }

  private static String defaultOf(SettingKey key) {
    return key.setting().value().isEmpty() ? "unset" : "`" + key.setting().value() + "`";
  }

  /** The notations of ordered types stand at the top of the page; their range is what remains to be said. */
  private static String accepted(SettingKey key) {
    return key.type() instanceof SettingType.Ordered ? key.range() : key.type().accepts();
  }
}
