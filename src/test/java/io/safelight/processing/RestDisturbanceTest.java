package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.blob.BlobSink;
import io.safelight.config.SandboxConfig.Level;
import io.safelight.ffmpeg.BundledMediaTools;
import io.safelight.ffmpeg.FfmpegCommand;
import io.safelight.ffmpeg.FfmpegRun;
import io.safelight.ffmpeg.H264Encoder;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.ProbeOutcome;
import io.safelight.ffmpeg.ProgressListener;
import io.safelight.media.ClaimedJob;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.Variant;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the job for further variants, a media that has succeeded stays as it is. */
class RestDisturbanceTest {
  private static final String NO_FILE = "none";

  @TempDir Path folder;
  private Workshop workshop;
  private Media media;

  @BeforeEach
  void process() {
    Map<String, String> settings = Map.of("processing.video-side", "180", "processing.ladder", "360p:900k, 90p:300k");
    workshop = new Workshop(folder, settings, Duration.ofMillis(600), Duration.ofSeconds(30));
    media = workshop.process(ProcessingMedia.mp4WithFlashes(), TWEET_VIDEO, true);
    assertThat(media.variantsComplete()).isFalse();
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void faults_of_the_server_end_it_and_leave_what_is_needed_to_try_again() throws Exception {
    // An ffmpeg that lacks a part which only further variants need.
    var withoutTee =
        new ChangedTools(TestMedia.tools(), option -> option.equals("tee") ? "no-such-muxer" : option, NO_FILE);
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(workshop.media(media.id())).isEqualTo(media);
      workshop.runner(withoutTee, workshop.blobs).run(workshop.claim(Lane.REST));
      workshop.clock.advance(Duration.ofMinutes(10));
    }

    assertThat(workshop.jobs.waiting(Lane.REST)).isZero();
    Media given = workshop.media(media.id());
    assertThat(given.variantsComplete()).isTrue();
    assertThat(given).usingRecursiveComparison().ignoringFields("variantsComplete", "version").isEqualTo(media);
    assertThat(workshop.media.variants(media.id())).extracting(Variant::name).containsExactly("180p.mp4", "poster.jpg");
    assertThat(workshop.source(media.id())).isEqualTo(Files.readAllBytes(ProcessingMedia.mp4WithFlashes()));
    assertThat(workshop.keys(media.id())).containsExactlyInAnyOrderElementsOf(workshop.media.namedKeys(media.id()));
  }

  @Test
  void a_kill_is_an_interruption_and_a_full_disk_is_nothing() {
    workshop.runner(new KillingTools(TestMedia.tools()), workshop.blobs).run(workshop.claim(Lane.REST));
    workshop.clock.advance(Duration.ofSeconds(2));
    ClaimedJob second = workshop.claim(Lane.REST);
    assertThat(second).extracting(ClaimedJob::failures, ClaimedJob::interruptions).containsExactly(0, 1);

    var full = new ForwardingBlobs(workshop.blobs) {
      @Override
      public BlobSink create() throws IOException {
        throw new IOException("No space left on device");
      }
    };
    workshop.runner(TestMedia.tools(), full).run(second);
    workshop.clock.advance(Duration.ofMinutes(10));
    ClaimedJob third = workshop.claim(Lane.REST);
    assertThat(third).extracting(ClaimedJob::failures, ClaimedJob::interruptions).containsExactly(0, 1);
    assertThat(workshop.media(media.id())).isEqualTo(media);

    workshop.runner(TestMedia.tools(), workshop.blobs).run(third);
    assertThat(workshop.media(media.id()).variantsComplete()).isTrue();
    assertThat(workshop.media.variants(media.id()))
        .extracting(Variant::name)
        .contains("180p.mp4", "360p.mp4", "90p.mp4", "master.m3u8");
  }

  @Test
  void a_media_that_goes_meanwhile_leaves_nothing_behind() {
    ClaimedJob job = workshop.claim(Lane.REST);
    MediaId id = media.id();
    var deleted = new ForwardingBlobs(workshop.blobs) {
      @Override
      public BlobSink create() throws IOException {
        // Everything is made, and nothing published: the worst moment.
        workshop.clock.advance(Duration.ofDays(2));
        workshop.media.deleteExpired(workshop.clock.instant(), 10);
        workshop.blobs.delete(id + "/");
        return super.create();
      }
    };

    workshop.runner(TestMedia.tools(), deleted).run(job);

    assertThat(workshop.media.find(id)).isEmpty();
    assertThat(workshop.keys(id)).isEmpty();
    assertThat(workshop.jobFolders()).isEmpty();
    assertThat(workshop.jobs.waiting(Lane.REST)).isZero();
  }

  @Test
  void the_end_of_another_job_sweeps_nothing_that_is_being_written() {
    ClaimedJob job = workshop.claim(Lane.REST);
    var sweeping = new ForwardingBlobs(workshop.blobs) {
      @Override
      public BlobSink create() throws IOException {
        new MediaSweeper(workshop.media, workshop.blobs).sweep(media.id());
        return super.create();
      }
    };

    workshop.runner(TestMedia.tools(), sweeping).run(job);

    assertThat(workshop.media.variants(media.id()))
        .extracting(Variant::name)
        .contains("180p.mp4", "360p.mp4", "90p.mp4", "master.m3u8");
    assertThat(workshop.keys(media.id())).containsExactlyInAnyOrderElementsOf(workshop.media.namedKeys(media.id()));
  }

  @Test
  void a_size_for_which_the_disk_has_no_room_is_made_when_it_has() {
    // Nobody notices: ffmpeg makes the others, and ends well.
    MediaTools unconfined =
        new BundledMediaTools(TestMedia.installation(), TestMedia.sandbox().atMost(Level.NONE), 60_000_000);
    var full = new ChangedTools(unconfined, option -> option.replace("]360p.mp4", "]/dev/full"), NO_FILE);
    workshop.runner(full, workshop.blobs).run(workshop.claim(Lane.REST));

    assertIsTriedAgain(0);
  }

  @Test
  void a_size_that_cannot_be_written_is_tried_again() {
    var folderInstead = new ChangedTools(TestMedia.tools(), option -> option.replace("]360p.mp4", "]."), NO_FILE);
    workshop.runner(folderInstead, workshop.blobs).run(workshop.claim(Lane.REST));

    assertIsTriedAgain(1);
  }

  @Test
  void a_made_size_that_cannot_be_read_is_no_fault_of_the_video() {
    var unreadable = new ChangedTools(TestMedia.tools(), UnaryOperator.identity(), "360p.mp4");
    workshop.runner(unreadable, workshop.blobs).run(workshop.claim(Lane.REST));

    assertIsTriedAgain(1);
  }

  private void assertIsTriedAgain(int failures) {
    assertThat(workshop.media(media.id())).isEqualTo(media);
    workshop.clock.advance(Duration.ofMinutes(10));
    ClaimedJob next = workshop.claim(Lane.REST);
    assertThat(next).extracting(ClaimedJob::failures, ClaimedJob::interruptions).containsExactly(failures, 0);
    workshop.runner(TestMedia.tools(), workshop.blobs).run(next);
    assertThat(workshop.media.variants(media.id()))
        .extracting(Variant::name)
        .contains("180p.mp4", "360p.mp4", "90p.mp4", "master.m3u8");
  }

  /**
   * The real tools, but told something else.
   *
   * @param change of each output option
   * @param unreadable name of a file that is said to be no video
   */
  private record ChangedTools(MediaTools real, UnaryOperator<String> change, String unreadable) implements MediaTools {
    @Override
    public FfmpegRun start(FfmpegCommand command, ProgressListener listener) {
      return real.start(
          new FfmpegCommand(
              command.input(),
              command.jobFolder(),
              command.inputOptions(),
              command.outputOptions().stream().map(change).toList(),
              command.timeout(),
              command.priority()),
          listener);
    }

    @Override
    public ProbeOutcome probe(Path input, Path jobFolder, Duration timeout) throws InterruptedException {
      return input.endsWith(unreadable)
          ? new ProbeOutcome.Unreadable("moov atom not found")
          : real.probe(input, jobFolder, timeout);
    }

    @Override
    public H264Encoder h264Encoder() {
      return real.h264Encoder();
    }
  }
}
