package io.safelight.store;

import io.safelight.media.AttachOutcome;
import io.safelight.media.AttachedSubtitles;
import io.safelight.media.LanguageTag;
import io.safelight.media.MediaId;
import io.safelight.media.MediaListener;
import io.safelight.media.SubtitleRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link SubtitleRepository} in SQL. */
public final class SqlSubtitleRepository implements SubtitleRepository {
  private final Database database;
  private final MediaListener listener;

  public SqlSubtitleRepository(Database database, MediaListener listener) {
    this.database = database;
    this.listener = listener;
  }

  @Override
  public List<AttachedSubtitles> subtitles(MediaId video) {
    return database.read(handle -> SubtitleRows.of(handle, video));
  }

  @Override
  public AttachOutcome attach(MediaId video, List<AttachedSubtitles> subtitles, int most) {
    return MediaTransaction.write(database, listener, transaction ->
        transaction.lock(video).isEmpty() ? new AttachOutcome.Gone() : attach(transaction, video, subtitles, most));
  }

  private static AttachOutcome attach(
      MediaTransaction transaction, MediaId video, List<AttachedSubtitles> subtitles, int most) {
    Map<LanguageTag, AttachedSubtitles> all = new LinkedHashMap<>();
    SubtitleRows.of(transaction.handle(), video).forEach(each -> all.put(each.language(), each));
    List<AttachedSubtitles> replaced = new ArrayList<>();
    for (AttachedSubtitles each : subtitles) {
      AttachedSubtitles before = all.put(each.language(), each);
      if (before != null) {
        replaced.add(before);
      }
    }
    if (all.size() > most) {
      return new AttachOutcome.TooMany(most, all.size());
    }
    Map<String, LanguageTag> names = new HashMap<>();
    for (AttachedSubtitles each : all.values()) {
      LanguageTag other = names.put(each.displayName(), each.language());
      if (other != null) {
        return new AttachOutcome.SameName(each.displayName(), other, each.language());
      }
    }
    subtitles.forEach(each -> SubtitleRows.put(transaction.handle(), video, each));
    replaced.forEach(each -> transaction.discard(each.file().key()));
    return new AttachOutcome.Attached(replaced);
  }

  @Override
  public List<AttachedSubtitles> detach(MediaId video, Collection<LanguageTag> languages) {
    return MediaTransaction.write(database, listener, transaction -> {
      if (transaction.lock(video).isEmpty()) {
        return List.of();
      }
      List<AttachedSubtitles> detached = SubtitleRows.of(transaction.handle(), video).stream()
          .filter(each -> languages.contains(each.language()))
          .toList();
      for (AttachedSubtitles each : detached) {
        SubtitleRows.delete(transaction.handle(), video, each.language());
        transaction.discard(each.file().key());
      }
      return detached;
    });
  }
}
