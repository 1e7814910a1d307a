package io.safelight.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureCacheTest {
  private static final long LIMIT = 1000;

  @TempDir Path root;
  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T03:00:00Z"));
  private Path folder;
  private PictureCache cache;

  @BeforeEach
  void open() throws IOException {
    folder = root.resolve("pictures");
    Files.createDirectory(root.resolve("tmp"));
    cache = restarted();
  }

  private PictureCache restarted() throws IOException {
    return new PictureCache(folder, root.resolve("tmp"), LIMIT, clock);
  }

  @Test
  void what_was_added_is_found_under_its_blob_and_name_alone() throws Exception {
    cache.add("1/out/1.a/large.jpg", "small.1", content(10));

    assertThat(cache.find("1/out/1.a/large.jpg", "small.1").orElseThrow()).hasBinaryContent(content(10));
    assertThat(cache.find("1/out/1.a/large.jpg", "thumb.1")).isEmpty();
    assertThat(cache.find("1/out/2.b/large.jpg", "small.1")).isEmpty();
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void what_was_not_used_longest_goes_first() throws Exception {
    cache.add("1/a", "x", content(400));
    cache.add("2/a", "x", content(400));
    cache.find("1/a", "x");
    cache.add("3/a", "x", content(400));

    assertThat(names()).containsExactly("1", "3");
    assertThat(cache.bytes()).isEqualTo(800);
  }

  @Test
  void the_newest_stays_however_large_it_is() throws Exception {
    cache.add("1/a", "x", content(10));
    cache.add("2/a", "x", content(5000));
    assertThat(names()).containsExactly("2");

    cache.add("3/a", "x", content(10));
    assertThat(names()).containsExactly("3");
  }

  @Test
  void a_file_that_is_added_again_counts_once() throws Exception {
    cache.add("1/a", "x", content(400));
    cache.add("1/a", "x", content(300));

    assertThat(cache.bytes()).isEqualTo(300);
    assertThat(cache.find("1/a", "x").orElseThrow()).hasBinaryContent(content(300));
  }

  @Test
  void a_restart_keeps_the_files_and_their_order() throws Exception {
    cache.add("1/a", "x", content(400));
    cache.add("2/a", "x", content(400));
    Files.setLastModifiedTime(file("2"), FileTime.from(clock.instant().minusSeconds(9)));
    Files.setLastModifiedTime(file("1"), FileTime.from(clock.instant().minusSeconds(5)));

    cache = restarted();
    cache.adopt();

    assertThat(cache.bytes()).isEqualTo(800);
    cache.add("3/a", "x", content(400));
    assertThat(names()).containsExactly("1", "3");
  }

  @Test
  void what_is_used_before_the_count_is_newer_than_what_is_counted() throws Exception {
    cache.add("1/a", "x", content(400));
    cache.add("2/a", "x", content(400));

    cache = restarted();
    assertThat(cache.find("1/a", "x")).isPresent();
    cache.adopt();

    assertThat(cache.bytes()).isEqualTo(800);
    cache.add("3/a", "x", content(400));
    assertThat(names()).containsExactly("1", "3");
  }

  @Test
  void a_smaller_limit_holds_from_the_start() throws Exception {
    cache.add("1/a", "x", content(400));
    cache.add("2/a", "x", content(400));
    Files.setLastModifiedTime(file("1"), FileTime.from(clock.instant().minusSeconds(9)));

    cache = new PictureCache(folder, root.resolve("tmp"), 500, clock);
    cache.adopt();

    assertThat(names()).containsExactly("2");
  }

  @Test
  void a_use_renews_the_time_of_the_file_after_an_hour() throws Exception {
    cache.add("1/a", "x", content(1));
    cache.find("1/a", "x");
    Instant first = clock.instant();
    Files.setLastModifiedTime(file("1"), FileTime.from(first));

    clock.advance(Duration.ofMinutes(61));
    cache.find("1/a", "x");

    assertThat(Files.getLastModifiedTime(file("1")).toInstant()).isEqualTo(clock.instant()).isAfter(first);
  }

  @Test
  void files_go_with_their_blob_or_with_all_of_their_media() throws Exception {
    cache.add("1/out/1.a/large.jpg", "x", content(10));
    cache.add("1/out/2.b/large.jpg", "x", content(10));
    cache.add("12/out/1.a/large.jpg", "x", content(10));

    cache.forget("1/out/1.a/large.jpg");
    assertThat(cache.find("1/out/1.a/large.jpg", "x")).isEmpty();
    assertThat(cache.find("1/out/2.b/large.jpg", "x")).isPresent();

    cache.forget("1/");
    assertThat(names()).containsExactly("12");
    assertThat(cache.bytes()).isEqualTo(10);
    cache.forget("unknown/");
  }

  @Test
  void what_somebody_removed_by_hand_is_not_there_and_does_not_count() throws Exception {
    cache.add("1/a", "x", content(400));
    Files.delete(file("1"));

    assertThat(cache.find("1/a", "x")).isEmpty();
    assertThat(cache.bytes()).isZero();
    cache.add("1/a", "x", content(400));
    assertThat(cache.find("1/a", "x")).isPresent();
  }

  private Path file(String media) {
    return folder.resolve(media).resolve("a_x");
  }

  private List<String> names() {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : Arrays.stream(names).sorted().toList();
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    Arrays.fill(content, (byte) size);
    return content;
  }
}
