package io.safelight.media;

import java.util.Collection;
import java.util.List;

/**
 * Keeps which subtitles belong to a video. Each method is one transaction, as those of {@link MediaRepository} are; subtitles go
 * with their video. Thread-safe; may be called from virtual threads.
 *
 * <p>All methods throw {@link io.safelight.error.StoreException} when the store cannot do its work.
 */
public interface SubtitleRepository {

  /** The subtitles of a video in the order in which their languages were first attached. */
  List<AttachedSubtitles> subtitles(MediaId video);

  /**
   * Attaches subtitles whose files are durable already, all or none. Those of a language that the video has are replaced; the
   * keys of what is replaced become garbage in the same transaction.
   *
   * @param most subtitles that a video may have
   */
  AttachOutcome attach(MediaId video, List<AttachedSubtitles> subtitles, int most);

  /**
   * Detaches the subtitles of these languages; their keys become garbage in the same transaction. That there are none is not an
   * error.
   *
   * @return what was detached
   */
  List<AttachedSubtitles> detach(MediaId video, Collection<LanguageTag> languages);
}
