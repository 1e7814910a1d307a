package io.safelight.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path folder;

  @Test
  void flags_win_over_the_environment_and_that_over_the_file() throws Exception {
    Path file = file("server:\n  port: 1001\n  host: file\nupload:\n  max-open: 1\n");
    SafelightConfig config =
        ConfigLoader.load(
            Optional.of(file),
            Map.of("server.port", "1003"),
            Map.of("SAFELIGHT_SERVER_PORT", "1002", "SAFELIGHT_SERVER_HOST", "environment", "HOME", "/root"));
    assertThat(config.server().port()).isEqualTo(1003);
    assertThat(config.server().host()).isEqualTo("environment");
    assertThat(config.upload().maxOpen()).isEqualTo(1);
    assertThat(config.upload().syncWait()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void a_list_may_be_written_with_commas_or_as_a_yaml_list() throws Exception {
    var expected = List.of("10.0.0.0/8", "::1");
    assertThat(read("server:\n  trusted-proxies: [10.0.0.0/8, '::1']\n").server().trustedProxies()).isEqualTo(expected);
    assertThat(read("server:\n  trusted-proxies: 10.0.0.0/8, ::1\n").server().trustedProxies()).isEqualTo(expected);
    assertThat(read("server:\n  trusted-proxies:\n  - 10.0.0.0/8\n  - ::1\n").server().trustedProxies())
        .isEqualTo(expected);
    assertThat(read("server:\n  trusted-proxies: ''\n").server().trustedProxies()).isEmpty();
  }

  @Test
  void an_optional_setting_may_be_set_to_nothing() throws Exception {
    assertThat(read("server:\n  public-url:\n").server().publicUrl()).isEmpty();
  }

  @Test
  void off_is_a_word_in_yaml_too() throws Exception {
    assertThat(read("rate-limit:\n  preset: off\n").rateLimit().preset()).isEqualTo(RateLimitConfig.Preset.OFF);
  }

  @Test
  void dollar_signs_in_a_value_are_left_alone() throws Exception {
    assertThat(read("auth:\n  admin-key: not ${expanded} here\n").auth().adminKey()).contains("not ${expanded} here");
  }

  @Test
  void an_empty_file_changes_nothing() throws Exception {
    assertThat(read("")).isEqualTo(DefaultConfig.read());
    assertThat(read("---\n# nothing yet\n")).isEqualTo(DefaultConfig.read());
  }

  @Test
  void an_unknown_key_in_the_file_is_answered_with_the_nearest_one() throws IOException {
    Path file = file("upload:\n  max-opne: 5\n");
    refuses(Optional.of(file), Map.of(), Map.of())
        .withMessage("Unknown setting 'upload.max-opne' in " + file + "; did you mean 'upload.max-open'?");
  }

  @Test
  void a_key_with_dots_in_the_file_is_told_to_nest() throws IOException {
    Path file = file("server.port: 9002\n");
    refuses(Optional.of(file), Map.of(), Map.of())
        .withMessage(
            "The setting 'server.port' in " + file
                + " has to be nested: write 'server:' and, indented below, 'port: ...'.");
  }

  @Test
  void an_unknown_variable_is_answered_with_the_nearest_one() {
    refuses(Optional.empty(), Map.of(), Map.of("SAFELIGHT_SERVER_PRT", "80"))
        .withMessage(
            "Unknown setting 'SAFELIGHT_SERVER_PRT' in the environment; did you mean 'SAFELIGHT_SERVER_PORT'?");
  }

  @Test
  void an_unknown_flag_is_answered_with_the_nearest_one() {
    refuses(Optional.empty(), Map.of("server.ports", "80"), Map.of())
        .withMessage("Unknown setting 'server.ports' on the command line; did you mean 'server.port'?");
  }

  @Test
  void variables_of_the_launcher_and_the_client_are_no_settings() throws Exception {
    var environment = Map.of("SAFELIGHT_DEBUG", "1", "SAFELIGHT_BEARER_TOKEN", "x", "SAFELIGHT_JAVA_OPTS", "-Xmx1g");
    assertThat(ConfigLoader.load(Optional.empty(), Map.of(), environment)).isEqualTo(DefaultConfig.read());
  }

  @Test
  void a_bad_value_is_named_with_its_key_its_origin_and_what_is_accepted() throws IOException {
    Path file = file("server:\n  port: 80800\n");
    refuses(Optional.of(file), Map.of(), Map.of())
        .withMessage(
            "The setting server.port is '80800' in %s, but must be a whole number, from 0 to 65535.".formatted(file));
    refuses(Optional.empty(), Map.of("rate-limit.preset", "X"), Map.of())
        .withMessage(
            "The setting rate-limit.preset is 'X' on the command line, but must be one of generous, x, off.");
    refuses(Optional.empty(), Map.of(), Map.of("SAFELIGHT_UPLOAD_SYNC_WAIT", "3"))
        .withMessage(
            "The setting upload.sync-wait is '3' in SAFELIGHT_UPLOAD_SYNC_WAIT, but must be a duration such as"
                + " 500ms, 10s, 5m, 24h or 15d, from 0s to 30s.");
    refuses(Optional.empty(), Map.of("upload.reserve", "99999999999 TiB"), Map.of())
        .withMessageContaining("upload.reserve");
    refuses(Optional.empty(), Map.of("expiry.detached", "never"), Map.of()).withMessageContaining("expiry.detached");
    refuses(Optional.empty(), Map.of("processing.keep-source", "yes"), Map.of())
        .withMessageContaining("must be true or false");
    refuses(Optional.empty(), Map.of("server.data", " "), Map.of()).withMessageContaining("must be a path");
  }

  @Test
  void settings_that_contradict_each_other_are_named() {
    refuses(Optional.empty(), Map.of("http.max-open-bodies", "10"), Map.of())
        .withMessageContaining("http.max-open-bodies-per-user is 256")
        .withMessageContaining("http.max-open-bodies, which is 10");
    refuses(Optional.empty(), Map.of("processing.timeout", "20s"), Map.of()).withMessageContaining("processing.lease");
    refuses(Optional.empty(), Map.of("auth.admin-key", "admin"), Map.of()).withMessageContaining("too easily guessed");
    refuses(Optional.empty(), Map.of("limits.video-max-duration", "1s", "limits.video-min-duration", "2s"), Map.of())
        .withMessageContaining("limits.video-min-duration");
    refuses(Optional.empty(), Map.of("limits.video-max-short-side", "4000"), Map.of())
        .withMessageContaining("ascending order");
    refuses(Optional.empty(), Map.of("server.public-url", "media.example.com"), Map.of())
        .withMessageContaining("server.public-url");
  }

  @Test
  void a_file_that_is_missing_or_no_yaml_is_named() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    refuses(Optional.of(missing), Map.of(), Map.of())
        .withMessage("The configuration file " + missing + " does not exist.");
    refuses(Optional.of(file("server: [1\nport")), Map.of(), Map.of()).withMessageContaining("is not valid YAML");
    refuses(Optional.of(file("just a text")), Map.of(), Map.of()).withMessageContaining("holds no settings");
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    refuses(Optional.of(binary), Map.of(), Map.of()).withMessageContaining("is not text in UTF-8");
    refuses(Optional.of(folder), Map.of(), Map.of()).withMessageContaining("cannot be read");
  }

  private SafelightConfig read(String yaml) throws Exception {
    return ConfigLoader.load(Optional.of(file(yaml)), Map.of(), Map.of());
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("safelight.yaml"), yaml);
  }

  private static ThrowableAssertAlternative<ConfigException> refuses(
      Optional<Path> file, Map<String, String> flags, Map<String, String> environment) {
    return assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigLoader.load(file, flags, environment));
  }
}
