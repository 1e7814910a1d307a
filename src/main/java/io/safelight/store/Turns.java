package io.safelight.store;

import io.safelight.media.Lane;
import io.safelight.media.UserId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Lets users take turns in a lane. Each job gets a number when it enters the lane, and jobs are claimed by rising number, the
 * oldest first among equals. A user's jobs get numbers in a row; one who has none there begins at the number that is being
 * served. So whoever sends one image waits for at most one job of each other user, however many those have sent.
 *
 * <p>A number is given once and never changed, so that a claim reads the first rows of an index and not the queue. Two
 * transactions that enter jobs of one user at once may give them the same number; that user is then served both in one turn.
 */
final class Turns {
  private Turns() {}

  /** The number of a job of this user that enters the lane now. */
  static long next(MediaTransaction transaction, Lane lane, UserId uploader) {
    Handle handle = transaction.handle();
    Optional<Long> own = handle
        .createQuery(
            "select turn from job where lane = :lane and uploader = :uploader order by turn desc limit 1")
        .bind("lane", lane.name())
        .bind("uploader", uploader.value())
        .mapTo(Long.class)
        .findOne();
    Optional<Long> waiting = handle
        .createQuery(
            """
            select turn from job where lane = :lane and owner is null and run_at <= :now
            order by turn, run_at, media_id limit 1
            """)
        .bind("lane", lane.name())
        .bind("now", transaction.now())
        .mapTo(Long.class)
        .findOne();
    long served = waiting.orElseGet(() -> latestClaimed(handle, lane));
    return own.map(turn -> Math.max(turn + 1, served)).orElse(served);
  }

  /** Jobs that are claimed before one of this number that enters the lane now. */
  static int ahead(Handle handle, Lane lane, long turn) {
    return handle
        .createQuery("select count(*) from job where lane = :lane and owner is null and turn <= :turn")
        .bind("lane", lane.name())
        .bind("turn", turn)
        .mapTo(Integer.class)
        .one();
  }

  private static long latestClaimed(Handle handle, Lane lane) {
    return handle
        .createQuery("select coalesce(max(turn), 0) from job where lane = :lane and owner is not null")
        .bind("lane", lane.name())
        .mapTo(Long.class)
        .one();
  }
}
