package io.safelight.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.config.Ladder.Rung;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Holds every key and every default in place: they are promises to whoever has a configuration file. */
class ConfigRecordsTest {
  private final SafelightConfig defaults = DefaultConfig.read();

  @Test
  void server() throws Exception {
    assertThat(defaults.server())
        .isEqualTo(
            new ServerConfig(
                "127.0.0.1",
                8080,
                Path.of("data"),
                Optional.empty(),
                List.of("127.0.0.0/8", "::1"),
                List.of("upload.twitter.com", "api.twitter.com", "upload.x.com", "api.x.com")));
    var flags =
        flags("host", "0.0.0.0", "port", "0", "data", "/srv/media", "public-url", "https://cdn.example.com/m",
            "trusted-proxies", "10.0.0.1", "public-aliases", "a.example.com, b.example.com");
    assertThat(load("server", flags, ServerConfig.class).server())
        .isEqualTo(
            new ServerConfig(
                "0.0.0.0",
                0,
                Path.of("/srv/media"),
                Optional.of(URI.create("https://cdn.example.com/m")),
                List.of("10.0.0.1"),
                List.of("a.example.com", "b.example.com")));
  }

  @Test
  void http() throws Exception {
    assertThat(defaults.http())
        .isEqualTo(
            new HttpConfig(
                size("1 KiB"), seconds(10), 2048, 256, size("512 MiB"), size("2 GiB"), size("512 MiB"), seconds(60), seconds(30), seconds(10)));
    var flags =
        flags("minimum-rate", "2 KiB", "minimum-rate-window", "20s", "max-open-bodies", "100",
            "max-open-bodies-per-user", "10", "max-unsynced", "64 MiB", "max-spooled", "1 GiB", "max-spooled-per-user", "128 MiB", "idle-timeout", "30s",
            "head-timeout", "5s", "shutdown-grace", "1s");
    assertThat(load("http", flags, HttpConfig.class).http())
        .isEqualTo(
            new HttpConfig(
                size("2 KiB"), seconds(20), 100, 10, size("64 MiB"), size("1 GiB"), size("128 MiB"), seconds(30), seconds(5), seconds(1)));
  }

  @Test
  void auth() throws Exception {
    assertThat(defaults.auth()).isEqualTo(new AuthConfig(seconds(300), 1_000_000, Optional.empty()));
    var flags = flags("timestamp-window", "60s", "max-nonces", "5000", "admin-key", "correct horse battery");
    assertThat(load("auth", flags, AuthConfig.class).auth())
        .isEqualTo(new AuthConfig(seconds(60), 5000, Optional.of("correct horse battery")));
  }

  @Test
  void rate_limit() throws Exception {
    assertThat(defaults.rateLimit()).isEqualTo(new RateLimitConfig(RateLimitConfig.Preset.GENEROUS));
    assertThat(load("rate-limit", flags("preset", "x"), RateLimitConfig.class).rateLimit())
        .isEqualTo(new RateLimitConfig(RateLimitConfig.Preset.X));
  }

  @Test
  void upload() throws Exception {
    assertThat(defaults.upload())
        .isEqualTo(new UploadConfig(100, size("10 GiB"), size("1 GiB"), seconds(3), 128, size("5 MiB"), 1000, 100, 1000, 50, false));
    var flags =
        flags("max-open", "5", "max-open-bytes", "1 GiB", "reserve", "0", "sync-wait", "1s", "max-sync-waiters", "2",
            "segment-bytes", "1 MiB", "segments", "10", "additional-owners", "3", "alt-text-characters", "420",
            "subtitle-languages", "7", "early-refusal", "true");
    assertThat(load("upload", flags, UploadConfig.class).upload())
        .isEqualTo(new UploadConfig(5, size("1 GiB"), size("0"), seconds(1), 2, size("1 MiB"), 10, 3, 420, 7, true));
  }

  @Test
  void limits() throws Exception {
    assertThat(defaults.limits())
        .isEqualTo(
            new LimitsConfig(
                size("5 MiB"), 60_000_000, size("15 MiB"), 1280, 1080, 350, 300_000_000, size("512 MiB"),
                size("15 MiB"), Duration.ofMillis(500), seconds(140), seconds(30), 32, 1920, 1200, 60, 3,
                size("512 KiB")));
    var flags =
        flags("image-bytes", "1 MiB", "image-pixels", "1000", "gif-bytes", "2 MiB", "gif-max-width", "11",
            "gif-max-height", "12", "gif-frames", "13", "gif-pixels", "14", "video-bytes", "3 MiB",
            "sync-video-bytes", "4 MiB", "video-min-duration", "1s", "video-max-duration", "600s",
            "sync-video-max-duration", "60s", "video-min-side", "16", "video-max-long-side", "3840",
            "video-max-short-side", "2160", "video-max-frame-rate", "120", "video-max-aspect", "4",
            "subtitles-bytes", "5 KiB");
    assertThat(load("limits", flags, LimitsConfig.class).limits())
        .isEqualTo(
            new LimitsConfig(
                size("1 MiB"), 1000, size("2 MiB"), 11, 12, 13, 14, size("3 MiB"), size("4 MiB"), seconds(1),
                seconds(600), seconds(60), 16, 3840, 2160, 120, 4, size("5 KiB")));
  }

  @Test
  void processing() throws Exception {
    assertThat(defaults.processing())
        .isEqualTo(
            new ProcessingConfig(
                0, 0, 1, seconds(30), Duration.ofMinutes(30), 3, 20, Duration.ofHours(6), true, seconds(10), 720,
                new Ladder(
                    List.of(new Rung(1080, 10_368_000), new Rung(720, 2_176_000), new Rung(480, 950_000), new Rung(320, 632_000))),
                true, true, seconds(1),
                Optional.empty(), Optional.empty(), false, ByteSize.parse("2 GiB")));
    var flags =
        flags("video-slots", "1", "quick-slots", "2", "rest-slots", "3", "lease", "5s", "timeout", "10m", "max-failures", "4",
            "max-interruptions", "5", "rest-timeout", "1h", "early", "false",
            "early-patience", "2s", "video-side", "480", "ladder", "240p:300k,1440p:12000k", "hls", "false", "storyboard", "false",
            "storyboard-interval", "5s", "ffmpeg-cache", "/cache", "ffmpeg-path", "/opt/ffmpeg", "keep-source", "true",
            "keep-failed", "0");
    assertThat(load("processing", flags, ProcessingConfig.class).processing())
        .isEqualTo(
            new ProcessingConfig(
                1, 2, 3, seconds(5), Duration.ofMinutes(10), 4, 5, Duration.ofHours(1), false, seconds(2), 480,
                new Ladder(List.of(new Rung(1440, 12_000_000), new Rung(240, 300_000))), false, false, seconds(5),
                Optional.of(Path.of("/cache")),
                Optional.of(Path.of("/opt/ffmpeg")), true, new ByteSize(0)));
  }

  @Test
  void sandbox() throws Exception {
    assertThat(defaults.sandbox())
        .isEqualTo(new SandboxConfig(SandboxConfig.Level.NONE, size("4 GiB"), size("8 GiB"), seconds(60), 0, List.of()));
    var flags =
        flags("require", "landlock", "memory", "2 GiB", "file-size", "1 GiB", "standstill", "2m", "uid", "4711", "readable", "/opt/lib, /opt/fonts");
    assertThat(load("sandbox", flags, SandboxConfig.class).sandbox())
        .isEqualTo(
            new SandboxConfig(
                SandboxConfig.Level.LANDLOCK, size("2 GiB"), size("1 GiB"), Duration.ofMinutes(2), 4711, List.of("/opt/lib", "/opt/fonts")));
  }

  @Test
  void delivery() throws Exception {
    assertThat(defaults.delivery())
        .isEqualTo(new DeliveryConfig(Duration.ofDays(365), Duration.ofHours(1), size("1 GiB"), 0));
    var flags = flags("max-age", "1m", "signed-url-ttl", "5m", "image-cache", "64 MiB", "image-slots", "3");
    assertThat(load("delivery", flags, DeliveryConfig.class).delivery())
        .isEqualTo(new DeliveryConfig(Duration.ofMinutes(1), Duration.ofMinutes(5), size("64 MiB"), 3));
  }

  @Test
  void expiry() throws Exception {
    assertThat(defaults.expiry())
        .isEqualTo(
            new ExpiryConfig(
                Lifetime.of(Duration.ofHours(24)), Lifetime.of(Duration.ofDays(15)), Duration.ofHours(24)));
    var flags = flags("unattached", "never", "unattached-amplify", "1h", "detached", "10s");
    assertThat(load("expiry", flags, ExpiryConfig.class).expiry())
        .isEqualTo(new ExpiryConfig(Lifetime.FOREVER, Lifetime.of(Duration.ofHours(1)), seconds(10)));
  }

  /** Also fails when a component was added to the record and the flags do not set it. */
  private static SafelightConfig load(String area, Map<String, String> flags, Class<?> record) throws ConfigException {
    var keys = new HashMap<String, String>();
    flags.forEach((name, value) -> keys.put(area + "." + name, value));
    assertThat(keys).containsOnlyKeys(SettingKey.of(record).stream().map(SettingKey::name).toList());
    return ConfigLoader.load(Optional.empty(), keys, Map.of());
  }

  private static Map<String, String> flags(String... pairs) {
    var flags = new HashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      flags.put(pairs[i], pairs[i + 1]);
    }
    return flags;
  }

  private static ByteSize size(String text) {
    return ByteSize.parse(text);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
