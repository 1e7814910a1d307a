package io.safelight.store;

import io.safelight.media.AttachedSubtitles;
import io.safelight.media.LanguageTag;
import io.safelight.media.MediaId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads and writes rows of {@code subtitles}. */
final class SubtitleRows {
  private static final String COLUMNS = "language, display_name, source, blob_key, subtitles.size";

  private SubtitleRows() {}

  static List<AttachedSubtitles> of(Handle handle, MediaId video) {
    return handle
        .createQuery("select " + COLUMNS + " from subtitles where media_id = :id order by ordinal")
        .bind("id", video.value())
        .map((row, context) -> read(row))
        .list();
  }

  static List<AttachedSubtitles> ofSlug(Handle handle, String slug) {
    return handle
        .createQuery(
            "select " + COLUMNS + " from media join subtitles on media_id = media.id where slug = :slug order by ordinal")
        .bind("slug", slug)
        .map((row, context) -> read(row))
        .list();
  }

  /** Writes subtitles; those of a language that is there keep its place. */
  static void put(Handle handle, MediaId video, AttachedSubtitles subtitles) {
    handle
        .createUpdate(
            """
            insert into subtitles (media_id, language, ordinal, display_name, source, blob_key, size)
            values (:id, :language, (select coalesce(max(ordinal) + 1, 0) from subtitles where media_id = :id), :name,
              :source, :key, :size)
            on conflict (media_id, language) do update
            set display_name = excluded.display_name, source = excluded.source, blob_key = excluded.blob_key,
              size = excluded.size
            """)
        .bind("id", video.value())
        .bind("language", subtitles.language().value())
        .bind("name", subtitles.displayName())
        .bind("source", subtitles.source().value())
        .bind("key", subtitles.file().key())
        .bind("size", subtitles.file().size())
        .execute();
  }

  static void delete(Handle handle, MediaId video, LanguageTag language) {
    handle
        .createUpdate("delete from subtitles where media_id = :id and language = :language")
        .bind("id", video.value())
        .bind("language", language.value())
        .execute();
  }

  private static AttachedSubtitles read(ResultSet row) throws SQLException {
    return AttachedSubtitles.of(
        new LanguageTag(row.getString("language")),
        row.getString("display_name"),
        new MediaId(row.getLong("source")),
        row.getString("blob_key"),
        row.getLong("size"));
  }
}
