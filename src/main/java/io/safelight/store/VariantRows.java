package io.safelight.store;

import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.Variant;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Lists what was made of a media, after what is listed already. */
final class VariantRows {
  private VariantRows() {}

  /** Removes all but those that were made first, together: their keys become garbage. */
  static void discardLater(MediaTransaction transaction, MediaId id) {
    List<String> keys = transaction
        .handle()
        .createQuery("select blob_key from variant where media_id = :id order by ordinal")
        .bind("id", id.value())
        .mapTo(String.class)
        .list();
    for (String key : keys) {
      if (!MediaKeys.attempt(key).equals(MediaKeys.attempt(keys.getFirst()))) {
        transaction
            .handle()
            .createUpdate("delete from variant where media_id = :id and blob_key = :key")
            .bind("id", id.value())
            .bind("key", key)
            .execute();
        transaction.discard(key);
      }
    }
  }

  static void insert(MediaTransaction transaction, MediaId id, List<Variant> variants) {
    if (variants.isEmpty()) {
      return;
    }
    int first = transaction
        .handle()
        .createQuery("select coalesce(max(ordinal) + 1, 0) from variant where media_id = :id")
        .bind("id", id.value())
        .mapTo(Integer.class)
        .one();
    PreparedBatch batch = transaction.handle().prepareBatch(
        """
        insert into variant (media_id, ordinal, name, content_type, blob_key, size, width, height, bitrate, role)
        values (:id, :ordinal, :name, :type, :key, :size, :width, :height, :bitrate, :role)
        """);
    for (int index = 0; index < variants.size(); index++) {
      Variant variant = variants.get(index);
      batch.bind("id", id.value())
          .bind("ordinal", first + index)
          .bind("name", variant.name())
          .bind("type", variant.contentType())
          .bind("key", variant.key())
          .bind("size", variant.size())
          .bind("width", variant.width())
          .bind("height", variant.height())
          .bind("bitrate", variant.bitrate())
          .bind("role", variant.role().name())
          .add();
    }
    batch.execute();
  }
}
