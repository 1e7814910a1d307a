package io.safelight.store;

import io.safelight.auth.AccountRepository.User;
import io.safelight.media.FailureReason;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaError;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaState;
import io.safelight.media.MediaTimes;
import io.safelight.media.Owners;
import io.safelight.media.PublishedMedia;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import io.safelight.media.VariantRole;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns rows into records, and lists the columns that it takes. */
final class Rows {
  private static final String OWNERS =
      """
      owner, (select string_agg(cast(o.account_id as text), ',') from media_owner o where o.media_id = media.id) as additional_owners\
      """;

  /** Of {@code media}; also after {@code returning}. */
  static final String MEDIA =
      OWNERS
          + """
          , id, category, category_named, media_type, total_bytes, bytes_received, state, progress_percent, queued_ahead,
          queue_percent, idle_percent, created, finalized, started, progressed, attempt_started, finished, expires, slug, alt_text,
          kind, content_type, width, height, duration_millis, blurhash,
          error_reason, error_message, error_property, error_limit, error_actual, version,
          case when state = 'SUCCEEDED' and not exists (select 1 from job j where j.media_id = media.id) then 1 else 0 end
            as variants_complete\
          """;

  /** Whether the time of a row of {@code media} is not over at {@code :now}. */
  static final String IS_ALIVE = "(expires is null or expires > :now)";

  /** Whether {@code :user} is among the owners of a row of {@code media}. */
  static final String IS_OWNER =
      "(owner = :user or exists (select 1 from media_owner o where o.media_id = media.id and o.account_id = :user))";

  static final String SEGMENT = "segment_index, blob_key, size, crc32c";

  /** Of {@code variant}, also joined with {@code media}, which has some columns of the same names. */
  static final String VARIANT =
      "variant.name, variant.content_type, variant.blob_key, variant.size, variant.width, variant.height, variant.bitrate, variant.role";

  /** Of {@code media} joined with {@code variant}. */
  static final String PUBLISHED = "slug, " + OWNERS + ", category, finished, expires, duration_millis, " + VARIANT;

  private Rows() {}

  static Media media(ResultSet row) throws SQLException {
    return new Media(
        new MediaId(row.getLong("id")),
        owners(row),
        MediaCategory.valueOf(row.getString("category")),
        row.getInt("category_named") == 1,
        row.getString("media_type"),
        row.getLong("total_bytes"),
        row.getLong("bytes_received"),
        MediaState.valueOf(row.getString("state")),
        row.getInt("progress_percent"),
        row.getInt("queued_ahead"),
        row.getInt("queue_percent"),
        row.getInt("idle_percent"),
        times(row),
        row.getString("slug"),
        row.getString("alt_text"),
        facts(row),
        error(row),
        row.getInt("variants_complete") == 1,
        row.getLong("version"));
  }

  static Segment segment(ResultSet row) throws SQLException {
    return new Segment(row.getInt("segment_index"), row.getString("blob_key"), row.getLong("size"), row.getInt("crc32c"));
  }

  static Variant variant(ResultSet row) throws SQLException {
    return new Variant(
        row.getString("name"),
        row.getString("content_type"),
        row.getString("blob_key"),
        row.getLong("size"),
        row.getInt("width"),
        row.getInt("height"),
        row.getInt("bitrate"),
        VariantRole.valueOf(row.getString("role")));
  }

  /** A media with the one variant of this row. */
  static PublishedMedia published(ResultSet row) throws SQLException {
    return new PublishedMedia(
        row.getString("slug"),
        owners(row),
        MediaCategory.valueOf(row.getString("category")),
        Instant.ofEpochMilli(row.getLong("finished")),
        instant(row, "expires"),
        Duration.ofMillis(row.getLong("duration_millis")),
        List.of(variant(row)),
        List.of());
  }

  static User user(ResultSet row) throws SQLException {
    return new User(
        new UserId(row.getLong("id")), row.getString("screen_name"), Instant.ofEpochMilli(row.getLong("created")));
  }

  static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  private static Owners owners(ResultSet row) throws SQLException {
    return new Owners(new UserId(row.getLong("owner")), users(row.getString("additional_owners")));
  }

  private static Set<UserId> users(@Nullable String commaSeparated) {
    if (commaSeparated == null) {
      return Set.of();
    }
    return Stream.of(commaSeparated.split(",", -1)).map(id -> new UserId(Long.parseLong(id))).collect(Collectors.toSet());
  }

  private static MediaTimes times(ResultSet row) throws SQLException {
    return new MediaTimes(
        Instant.ofEpochMilli(row.getLong("created")),
        instant(row, "finalized"),
        instant(row, "started"),
        instant(row, "progressed"),
        instant(row, "attempt_started"),
        instant(row, "finished"),
        instant(row, "expires"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable MediaFacts facts(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    if (kind == null) {
      return null;
    }
    long millis = row.getLong("duration_millis");
    Duration duration = row.wasNull() ? null : Duration.ofMillis(millis);
    return new MediaFacts(
        MediaKind.valueOf(kind),
        row.getString("content_type"),
        row.getInt("width"),
        row.getInt("height"),
        duration,
        row.getString("blurhash"));
  }

  private static @Nullable MediaError error(ResultSet row) throws SQLException {
    String reason = row.getString("error_reason");
    if (reason == null) {
      return null;
    }
    return new MediaError(
        FailureReason.valueOf(reason),
        row.getString("error_message"),
        row.getString("error_property"),
        row.getString("error_limit"),
        row.getString("error_actual"));
  }
}
