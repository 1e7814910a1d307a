package io.safelight.store;

import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import io.safelight.media.UserId;
import java.util.ArrayList;
import java.util.List;

/** What is kept of uploads that were refused. */
final class RejectedSources {
  private static final int MOST_FILES = 100;

  private RejectedSources() {}

  static void keepLatest(MediaTransaction transaction, UserId uploader, long mostBytes) {
    long bytes = 0;
    int files = 0;
    List<MediaId> over = new ArrayList<>();
    for (Rejected rejected : latest(transaction, uploader)) {
      bytes += rejected.bytes();
      files++;
      if (bytes > mostBytes || files > MOST_FILES) {
        over.add(rejected.id());
      }
    }
    for (Media media : transaction.lockAll(over)) {
      // Unless it is to be processed again since it was listed.
      if (media.state() == MediaState.FAILED) {
        transaction.discardSegments(media.id());
      }
    }
  }

  /**
   * The latest first. Not all: each failure discards what it brings too much, so that nothing is left to be discarded behind twice as
   * many as are kept, and somebody whose uploads fail all day costs no more with each.
   */
  private static List<Rejected> latest(MediaTransaction transaction, UserId uploader) {
    return transaction
        .handle()
        .createQuery(
            """
            select id, total_bytes from (
              select id, total_bytes, finished from media
              where owner = :owner and state = 'FAILED' and error_reason not in ('TIMED_OUT', 'INTERNAL')
              order by finished desc, id desc limit :max
            ) rejected
            where exists (select 1 from segment where segment.media_id = rejected.id)
            order by finished desc, id desc
            """)
        .bind("owner", uploader.value())
        .bind("max", 2 * MOST_FILES)
        .map((row, context) -> new Rejected(new MediaId(row.getLong("id")), row.getLong("total_bytes")))
        .list();
  }

  private record Rejected(MediaId id, long bytes) {}
}
