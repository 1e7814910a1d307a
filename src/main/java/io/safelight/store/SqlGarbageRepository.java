package io.safelight.store;

import io.safelight.media.GarbageRepository;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** {@link GarbageRepository} in SQL. */
public final class SqlGarbageRepository implements GarbageRepository {
  private final Database database;

  public SqlGarbageRepository(Database database) {
    this.database = database;
  }

  @Override
  public List<String> due(Instant now, int max) {
    return database.read(handle -> handle
        .createQuery("select blob_key from garbage where not_before <= :now order by not_before, blob_key limit :max")
        .bind("now", now.toEpochMilli())
        .bind("max", max)
        .mapTo(String.class)
        .list());
  }

  @Override
  public void forget(List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    database.write(handle -> {
      PreparedBatch batch = handle.prepareBatch("delete from garbage where blob_key = :key");
      keys.forEach(key -> batch.bind("key", key).add());
      return batch.execute().length;
    });
  }
}
