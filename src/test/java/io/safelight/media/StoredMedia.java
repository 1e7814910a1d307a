package io.safelight.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.TestClock;
import io.safelight.store.Database;
import io.safelight.store.SqlJobQueue;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Media of one user in a real store. */
final class StoredMedia implements AutoCloseable {
  static final UserId OWNER = new UserId(1);
  static final UserId ADDITIONAL = new UserId(2);
  static final MediaFacts FACTS = new MediaFacts(MediaKind.VIDEO, "video/mp4", 1280, 720, Duration.ofSeconds(2));

  final TestClock clock = new TestClock(Instant.parse("2026-05-01T10:00:00Z"));
  final MediaListeners listeners = new MediaListeners();
  final SqlMediaRepository media;
  final SqlJobQueue jobs;
  private final Database database;

  StoredMedia(Path folder) {
    database = SqliteDatabase.open(folder.resolve("safelight.db"), clock);
    media = new SqlMediaRepository(database, listeners);
    jobs = new SqlJobQueue(database, listeners);
  }

  MediaId finalized() {
    return finalized(10);
  }

  /** An upload of this size, which no other has, that waits for its job. */
  MediaId finalized(long size) {
    MediaId id = open(size);
    append(id, 0, size);
    assertThat(media.finalizeUpload(id, Lane.VIDEO)).isInstanceOf(FinalizeOutcome.Finalized.class);
    return id;
  }

  MediaId open(long totalBytes) {
    MediaId id = new MediaId(1000 + totalBytes);
    create(id, totalBytes);
    return id;
  }

  void create(MediaId id, long totalBytes) {
    media.create(
        new NewMedia(
            id,
            new Owners(OWNER, Set.of(ADDITIONAL)),
            MediaCategory.TWEET_VIDEO,
            true,
            "video/mp4",
            totalBytes,
            "slug" + id,
            clock.instant(),
            clock.instant().plus(Duration.ofHours(24))),
        new Admission(100, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  void append(MediaId id, int index, long size) {
    assertThat(media.append(id, new Segment(index, id + "/seg/" + index + ".x", size, 0)))
        .isInstanceOf(AppendOutcome.Stored.class);
  }

  @Override
  public void close() {
    database.close();
  }
}
