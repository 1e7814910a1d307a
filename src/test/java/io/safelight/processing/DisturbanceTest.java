package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_IMAGE;
import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.safelight.LogCapture;
import io.safelight.blob.BlobSink;
import io.safelight.config.ByteSize;
import io.safelight.config.SandboxConfig;
import io.safelight.error.StoreException;
import io.safelight.ffmpeg.BundledMediaTools;
import io.safelight.ffmpeg.FfmpegInstallation;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.Sandbox;
import io.safelight.media.ClaimedJob;
import io.safelight.media.FailureReason;
import io.safelight.media.JobQueue.ReleaseReason;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the server, a good file is not blamed for it. */
class DisturbanceTest {
  /** A timeout that passes only after ffmpeg was started, on a busy machine too. */
  private static final Duration ENOUGH_TO_BEGIN = Duration.ofSeconds(2);

  @TempDir Path folder;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder, Map.of(), Duration.ofMillis(600), Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void a_killed_ffmpeg_counts_as_an_interruption_and_the_next_attempt_succeeds() {
    MediaId id = workshop.upload(TestMedia.hevcMp4(), TWEET_VIDEO, true, Lane.VIDEO);
    var tools = new KillingTools(TestMedia.tools());

    assertThat(workshop.process(id, tools, workshop.blobs).state()).isEqualTo(MediaState.PENDING);
    workshop.clock.advance(Duration.ofSeconds(2));
    ClaimedJob again = workshop.claim(Lane.VIDEO);

    assertThat(again).extracting(ClaimedJob::failures, ClaimedJob::interruptions).containsExactly(0, 1);
    workshop.runner(tools, workshop.blobs).run(again);
    assertThat(workshop.media(id).state()).isEqualTo(MediaState.SUCCEEDED);
  }

  @Test
  void a_full_disk_is_counted_as_nothing_however_long_it_lasts() {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    var full = new ForwardingBlobs(workshop.blobs) {
      @Override
      public BlobSink create() throws IOException {
        throw new IOException("No space left on device");
      }
    };

    for (int attempt = 1; attempt <= 21; attempt++) {
      ClaimedJob job = workshop.claim(Lane.VIDEO);
      assertThat(job).extracting(ClaimedJob::failures, ClaimedJob::interruptions).containsExactly(0, 0);
      workshop.runner(TestMedia.tools(), full).run(job);
      assertThat(workshop.media(id).state()).isEqualTo(MediaState.PENDING);
      assertThat(workshop.jobs.claim("test", Lane.VIDEO, 1, Duration.ofSeconds(1))).as("it rests").isEmpty();
      workshop.clock.advance(Duration.ofMinutes(10));
    }

    assertThat(workshop.process(id).state()).isEqualTo(MediaState.SUCCEEDED);
    assertThat(workshop.keys(id)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffmpeg", "ffprobe"})
  void a_missing_library_is_counted_as_nothing_and_the_job_waits_until_it_is_there(String program) {
    MediaId id = workshop.upload(TestMedia.hevcMp4(), TWEET_VIDEO, true, Lane.VIDEO);
    MediaTools tools = withoutLibraries(program);

    for (int attempt = 1; attempt <= 21; attempt++) {
      assertThat(workshop.process(id, tools, workshop.blobs).state()).isEqualTo(MediaState.PENDING);
      workshop.clock.advance(Duration.ofMinutes(10));
    }
    ClaimedJob again = workshop.claim(Lane.VIDEO);

    assertThat(again).extracting(ClaimedJob::failures, ClaimedJob::interruptions).containsExactly(0, 0);
    workshop.runner(TestMedia.tools(), workshop.blobs).run(again);
    assertThat(workshop.media(id).state()).isEqualTo(MediaState.SUCCEEDED);
  }

  /** Away from its folder, and without being told of it, a program does not find its libraries. */
  private MediaTools withoutLibraries(String program) {
    FfmpegInstallation complete = TestMedia.installation();
    try {
      Path original = program.equals("ffmpeg") ? complete.ffmpeg() : complete.ffprobe();
      // No environment can be given to one of the two alone, so the script takes it away.
      Path lonely = Files.copy(original, folder.resolve(program + ".lonely"));
      Path script =
          Files.writeString(
              folder.resolve(program), "#!/bin/sh\nunset LD_LIBRARY_PATH\nexec " + lonely + " \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
      FfmpegInstallation broken =
          program.equals("ffmpeg")
              ? new FfmpegInstallation(script, complete.ffprobe(), complete.environment())
              : new FfmpegInstallation(complete.ffmpeg(), script, complete.environment());
      return new BundledMediaTools(broken, TestMedia.sandbox(), workshop.config.limits().mostPixels());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_store_that_cannot_be_read_is_counted_as_nothing() {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    var down = new ForwardingBlobs(workshop.blobs) {
      @Override
      public SeekableByteChannel open(String key) {
        throw new StoreException("down", new IllegalStateException());
      }
    };

    workshop.process(id, TestMedia.tools(), down);

    workshop.clock.advance(Duration.ofMinutes(1));
    assertThat(workshop.claim(Lane.VIDEO))
        .extracting(ClaimedJob::failures, ClaimedJob::interruptions)
        .containsExactly(0, 0);
  }

  @Test
  void nothing_stays_unfinished_for_ever() {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    var full = new ForwardingBlobs(workshop.blobs) {
      @Override
      public BlobSink create() throws IOException {
        throw new IOException("No space left on device");
      }
    };
    workshop.clock.advance(Settlement.PATIENCE.plusSeconds(1));

    Media media = workshop.process(id, TestMedia.tools(), full);

    assertThat(media.state()).isEqualTo(MediaState.FAILED);
    assertThat(Objects.requireNonNull(media.error()).reason()).isEqualTo(FailureReason.INTERNAL);
  }

  @Test
  void faults_of_the_server_are_tried_three_times_and_may_be_tried_again_by_the_client() {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    var broken = new ForwardingBlobs(workshop.blobs) {
      @Override
      public BlobSink create() {
        throw new IllegalStateException("a mistake");
      }
    };
    for (int failures = 0; failures < 3; failures++) {
      ClaimedJob job = workshop.claim(Lane.VIDEO);
      assertThat(job.failures()).isEqualTo(failures);
      workshop.runner(TestMedia.tools(), broken).run(job);
      workshop.clock.advance(Duration.ofMinutes(5));
    }

    Media media = workshop.media(id);
    assertThat(media.state()).isEqualTo(MediaState.FAILED);
    MediaError error = Objects.requireNonNull(media.error());
    assertThat(error.reason()).isEqualTo(FailureReason.INTERNAL);
    assertThat(error.reason().retryable()).isTrue();
    assertThat(error.message()).doesNotContain("mistake").contains("Upload it again");
  }

  @Test
  void stored_bytes_that_changed_are_the_servers_fault() throws Exception {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    Path segment = workshop.file(workshop.media.segments(id).get(1).key());
    byte[] bytes = Files.readAllBytes(segment);
    bytes[17] ^= 1;
    Files.delete(segment);
    Files.write(segment, bytes);

    assertThat(workshop.process(id).state()).isEqualTo(MediaState.PENDING);
    workshop.clock.advance(Duration.ofMinutes(1));

    assertThat(workshop.claim(Lane.VIDEO).failures()).isEqualTo(1);
  }

  @Test
  void too_many_interruptions_end_in_failed_because_the_file_may_be_what_kills_the_server() {
    MediaId id = workshop.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
    for (int i = 0; i < 20; i++) {
      workshop.jobs.release(workshop.claim(Lane.VIDEO), workshop.clock.instant(), ReleaseReason.INTERRUPTION);
    }

    Media media = workshop.process(id, new NoTools(), workshop.blobs);

    assertThat(media.state()).isEqualTo(MediaState.FAILED);
    assertThat(Objects.requireNonNull(media.error()).reason()).isEqualTo(FailureReason.INTERNAL);
  }

  @Test
  void an_ffmpeg_that_hangs_is_ended_by_the_timeout_and_counts_as_a_failure() {
    Map<String, String> settings = Map.of("processing.max-failures", "1");
    try (var log = new LogCapture(Settlement.class);
        Workshop hasty =
            new Workshop(folder.resolve("hasty"), settings, Duration.ofMillis(300), ENOUGH_TO_BEGIN)) {
      MediaId id = hasty.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.VIDEO);
      var tools = new HangingTools(TestMedia.tools());

      Media media = hasty.process(id, tools, hasty.blobs);

      assertThat(tools.interrupted).hasValue(1);
      assertThat(media.state()).isEqualTo(MediaState.FAILED);
      assertThat(Objects.requireNonNull(media.error()).reason()).isEqualTo(FailureReason.TIMED_OUT);
      assertThat(log.messages(Level.ERROR)).last().asString()
          .startsWith("media " + id + ": given up in attempt 1: TIMED_OUT; to see it: cd \"$(mktemp -d)\" && safelight media")
          .contains(" && env -i LC_ALL=C ", "/ffmpeg -hide_banner ", " -f png_pipe ")
          .endsWith(" < source");
    }
  }

  @Test
  void a_file_that_sends_ffmpeg_in_circles_is_refused_at_once_and_not_tried_again() throws Exception {
    MediaId id = workshop.upload(TestMedia.mp4(), TWEET_VIDEO, true, Lane.VIDEO);
    FfmpegInstallation real = TestMedia.installation();
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Path circles = Files.writeString(programs.resolve("ffmpeg"), "#!/bin/sh\nwhile :; do :; done\n");
    for (Path readable : List.of(programs, circles)) {
      Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    SandboxConfig impatient =
        new SandboxConfig(
            SandboxConfig.Level.NONE, ByteSize.parse("4 GiB"), ByteSize.parse("1 GiB"), Duration.ofMillis(300), 0, List.of());
    Sandbox sandbox = Sandbox.detect(impatient, real, folder, folder);
    MediaTools tools =
        new BundledMediaTools(new FfmpegInstallation(circles, real.ffprobe(), real.environment()), sandbox, 60_000_000);

    Media media = workshop.process(id, tools, workshop.blobs);

    assertThat(media.state()).isEqualTo(MediaState.FAILED);
    MediaError error = Objects.requireNonNull(media.error());
    assertThat(error.reason()).isEqualTo(FailureReason.TOO_DEMANDING);
    assertThat(error.message()).contains("gets no further", "export it again");
  }

  @Test
  void in_the_lane_for_short_work_the_timeout_only_moves_the_job() {
    try (Workshop hasty =
        new Workshop(folder.resolve("hasty"), Map.of(), Duration.ofMillis(300), ENOUGH_TO_BEGIN)) {
      MediaId id = hasty.upload(TestMedia.png(), TWEET_IMAGE, true, Lane.QUICK);

      hasty.runner(new HangingTools(TestMedia.tools()), hasty.blobs).run(hasty.claim(Lane.QUICK));

      assertThat(hasty.claim(Lane.VIDEO))
          .extracting(job -> job.media().id(), ClaimedJob::failures, ClaimedJob::interruptions)
          .containsExactly(id, 0, 0);
    }
  }
}
