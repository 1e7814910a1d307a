package io.safelight.processing;

import static io.safelight.media.MediaCategory.TWEET_VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.ClaimedJob;
import io.safelight.media.Lane;
import io.safelight.media.MediaId;
import io.safelight.testmedia.TestMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  @TempDir Path folder;

  @Test
  void progress_rises_with_what_ffmpeg_has_done() {
    List<Integer> written = new CopyOnWriteArrayList<>();
    try (Workshop workshop = new Workshop(folder, Map.of(), Duration.ofMillis(120), Duration.ofMinutes(5))) {
      MediaId id = workshop.upload(TestMedia.mp4FullHd(), TWEET_VIDEO, true, Lane.VIDEO);
      ClaimedJob job = workshop.claim(Lane.VIDEO);
      var recording =
          new ForwardingQueue(workshop.jobs) {
            @Override
            public boolean heartbeat(ClaimedJob job, int progressPercent, Duration lease) {
              written.add(progressPercent);
              return super.heartbeat(job, progressPercent, lease);
            }
          };
      workshop.runner(recording, TestMedia.tools(), workshop.blobs).run(job);

      assertThat(workshop.media(id).progressPercent()).isEqualTo(100);
    }
    assertThat(written).isSorted().allMatch(percent -> percent <= 99);
    assertThat(written.stream().distinct().filter(percent -> percent > 5 && percent < 93)).hasSizeGreaterThan(2);
  }
}
