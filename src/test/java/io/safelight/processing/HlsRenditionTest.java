package io.safelight.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.processing.FragmentedMp4.Fragment;
import io.safelight.processing.FragmentedMp4.Track;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HlsRenditionTest {
  private static final int TICKS = 10;
  private static final double FRAMES_PER_SECOND = 10;
  private static final long HEAD = 700;

  @Test
  void fragments_of_a_picture_are_put_together_to_segments_of_two_seconds() {
    HlsRendition rendition = rendition(Track.PICTURE, 10, 10, 10, 10, 5);

    assertThat(rendition.segments())
        .containsExactly(
            new HlsRendition.Segment(HEAD, 200, 0, 2),
            new HlsRendition.Segment(HEAD + 200, 200, 2, 2),
            new HlsRendition.Segment(HEAD + 400, 100, 4, 0.5));
    assertThat(rendition.isOnGrid(FRAMES_PER_SECOND)).isTrue();
    assertThat(rendition.averageBitRate()).isEqualTo(889);
    assertThat(rendition.peakBitRate()).isEqualTo(1600);
  }

  @Test
  void each_fragment_of_sound_is_a_segment() {
    assertThat(rendition(Track.SOUND, 19, 21, 5).segments())
        .extracting(HlsRendition.Segment::start)
        .containsExactly(0.0, 1.9, 4.0);
  }

  @Test
  void a_segment_may_begin_with_the_first_frame_at_its_time_and_no_later() {
    // Ten frames a second: the first at or after two seconds may be at 2.0 and just before 2.1.
    assertThat(rendition(Track.PICTURE, 20, 10).isOnGrid(FRAMES_PER_SECOND)).isTrue();
    assertThat(rendition(Track.PICTURE, 22, 10).isOnGrid(FRAMES_PER_SECOND)).isFalse();
  }

  @Test
  void a_keyframe_that_is_missing_at_the_end_is_off_the_grid() {
    assertThat(rendition(Track.PICTURE, 20, 20).isOnGrid(FRAMES_PER_SECOND)).isTrue();
    assertThat(rendition(Track.PICTURE, 20, 25).isOnGrid(FRAMES_PER_SECOND)).isFalse();
  }

  @Test
  void sizes_are_aligned_when_all_segments_begin_at_the_same_times() {
    HlsRendition rendition = rendition(Track.PICTURE, 20, 10);
    assertThat(rendition.isAlignedWith(rendition(Track.PICTURE, 20, 8))).isTrue();
    assertThat(rendition.isAlignedWith(rendition(Track.PICTURE, 21, 10))).isFalse();
    assertThat(rendition.isAlignedWith(rendition(Track.PICTURE, 20))).isFalse();
  }

  /** Of fragments of a hundred bytes. */
  private static HlsRendition rendition(Track track, long... durations) {
    List<Fragment> fragments = new ArrayList<>();
    for (long duration : durations) {
      fragments.add(new Fragment(HEAD + fragments.size() * 100L, 100, duration));
    }
    return HlsRendition.of("file.mp4", new FragmentedMp4(track, HEAD, TICKS, "codec", fragments));
  }
}
