package io.safelight.upload;

import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobStore;
import io.safelight.config.UploadConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.AttachOutcome;
import io.safelight.media.AttachedSubtitles;
import io.safelight.media.LanguageTag;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKeys;
import io.safelight.media.MediaKind;
import io.safelight.media.MediaRepository;
import io.safelight.media.SubtitleRepository;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches subtitles to videos and detaches them. A video gets a copy of the file, so that its subtitles live exactly as long as
 * it does, whatever becomes of the media that they were uploaded as. Thread-safe.
 */
public final class AttachSubtitles {
  private static final Logger log = LoggerFactory.getLogger(AttachSubtitles.class);
  private static final int MAX_NAME = 100;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final MediaRepository repository;
  private final SubtitleRepository subtitles;
  private final OwnedMedia owned;
  private final BlobStore blobs;
  private final UploadConfig config;
  private final MediaKeys keys = new MediaKeys();

  public AttachSubtitles(
      MediaRepository repository, SubtitleRepository subtitles, BlobStore blobs, UploadConfig config) {
    this.repository = repository;
    this.subtitles = subtitles;
    this.owned = new OwnedMedia(repository);
    this.blobs = blobs;
    this.config = config;
  }

  /**
   * What belongs to a video.
   *
   * @param subtitles in the order in which viewers are offered them
   */
  public record Subtitled(Media video, List<AttachedSubtitles> subtitles) {}

  /**
   * Attaches subtitles to a video, all or none; those of a language that it has are replaced. When this returns, that is durable.
   * Attaching the same again changes nothing.
   *
   * @param user who uploaded the video, and may use the subtitles
   * @return the video with all that is attached to it
   * @throws SafelightException NOT_FOUND; PARAMETER_INVALID when one of the media is not finished or of another kind, or for a
   *     name, a language or a number that cannot be; INSUFFICIENT_STORAGE
   */
  public Subtitled attach(UserId user, MediaId id, List<NewSubtitles> wanted) throws IOException {
    requirePossible(wanted);
    Media video = video(user, id);
    List<AttachedSubtitles> present = subtitles.subtitles(id);
    List<AttachedSubtitles> copies = new ArrayList<>();
    try {
      for (NewSubtitles each : wanted) {
        if (present.stream().noneMatch(attached -> isSame(attached, each))) {
          copies.add(copy(video, each, file(user, each.source())));
        }
      }
      if (copies.isEmpty()) {
        return new Subtitled(video, present);
      }
    } catch (IOException | RuntimeException e) {
      copies.forEach(this::discard);
      throw e;
    }
    // As for a segment: when the store fails here, the row may be there or not, and what no row names goes with the video.
    switch (subtitles.attach(id, copies, config.subtitleLanguages())) {
      case AttachOutcome.Attached(List<AttachedSubtitles> replaced) -> replaced.forEach(this::discard);
      case AttachOutcome.Gone() -> throw refused(copies, OwnedMedia.notFound());
      case AttachOutcome.TooMany(int limit, int actual) -> throw refused(copies, tooMany(limit, actual));
      case AttachOutcome.SameName(String name, LanguageTag one, LanguageTag other) ->
          throw refused(
              copies,
              invalid(
                  "display_name",
                  "two subtitles of a video may not have the same name, as those in " + one + " and " + other
                      + " would: " + name));
    }
    return new Subtitled(video, subtitles.subtitles(id));
  }

  /**
   * Detaches the subtitles of some languages from a video; that there are none is not an error.
   *
   * @return the video
   * @throws SafelightException NOT_FOUND, or PARAMETER_INVALID when it is no video
   */
  public Media detach(UserId user, MediaId id, Collection<LanguageTag> languages) {
    Media video = video(user, id);
    subtitles.detach(id, languages).forEach(this::discard);
    return video;
  }

  private void requirePossible(List<NewSubtitles> wanted) {
    if (wanted.size() > config.subtitleLanguages()) {
      throw tooMany(config.subtitleLanguages(), wanted.size());
    }
    Set<LanguageTag> languages = new HashSet<>();
    for (NewSubtitles each : wanted) {
      if (!languages.add(each.language())) {
        throw invalid("language_code", "there are two subtitles in " + each.language() + ".");
      }
      String name = each.shownName();
      if (name.codePointCount(0, name.length()) > MAX_NAME) {
        throw invalid("display_name", "it may have at most " + MAX_NAME + " characters.");
      }
      if (!AttachedSubtitles.isDisplayName(name)) {
        throw invalid("display_name", "it is one line of text, without control characters.");
      }
    }
  }

  private Media video(UserId user, MediaId id) {
    Media video = owned.find(user, id);
    if (video.kind() != MediaKind.VIDEO) {
      throw invalid("media_id", "only videos have subtitles.");
    }
    requireSucceeded(video, "the video");
    return video;
  }

  /** The WebVTT file of a media of subtitles. */
  private Variant file(UserId user, MediaId id) {
    Media source = repository.findUsable(id, user).orElseThrow(OwnedMedia::notFound);
    if (source.kind() != MediaKind.SUBTITLES) {
      throw invalid("subtitles", "media " + id + " is no subtitle file; upload it with media_category subtitles.");
    }
    requireSucceeded(source, "the subtitle file");
    return repository.variants(id).stream().findFirst().orElseThrow(OwnedMedia::notFound);
  }

  private static void requireSucceeded(Media media, String what) {
    String problem =
        switch (media.state()) {
          case OPEN -> " was not finalized yet.";
          case PENDING, IN_PROGRESS -> " is still being processed; wait until its STATUS is succeeded.";
          case FAILED -> " could not be processed; its STATUS says why.";
          case SUCCEEDED -> "";
        };
    if (!problem.isEmpty()) {
      throw invalid("media_id", what + problem);
    }
  }

  private AttachedSubtitles copy(Media video, NewSubtitles wanted, Variant file) throws IOException {
    if (blobs.availableBytes() - file.size() < config.reserve().bytes()) {
      throw new SafelightException(ErrorCode.INSUFFICIENT_STORAGE);
    }
    String key = keys.subtitles(video.id(), wanted.language());
    try (SeekableByteChannel in = blobs.open(file.key());
        BlobSink sink = blobs.create()) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (in.read(buffer.clear()) >= 0) {
        sink.write(buffer.flip());
      }
      sink.commit(key);
    } catch (NoSuchFileException expiredMeanwhile) {
      throw OwnedMedia.notFound();
    }
    return AttachedSubtitles.of(wanted.language(), wanted.shownName(), wanted.source(), key, file.size());
  }

  private static boolean isSame(AttachedSubtitles attached, NewSubtitles wanted) {
    return attached.language().equals(wanted.language())
        && attached.source().equals(wanted.source())
        && attached.displayName().equals(wanted.shownName());
  }

  private SafelightException refused(List<AttachedSubtitles> copies, SafelightException error) {
    copies.forEach(this::discard);
    return error;
  }

  /** At once, or attaching over and over would fill the disk; what cannot be deleted now is garbage, or goes with the video. */
  private void discard(AttachedSubtitles attached) {
    try {
      blobs.delete(attached.file().key());
    } catch (IOException e) {
      log.warn("Subtitles that nothing names could not be removed", e);
    }
  }

  private static SafelightException tooMany(int limit, int actual) {
    return invalid("subtitles", "a video may have subtitles in at most " + limit + " languages.")
        .with("limit", limit)
        .with("actual", actual);
  }

  private static SafelightException invalid(String parameter, String reason) {
    return new SafelightException(ErrorCode.PARAMETER_INVALID, parameter + " parameter is invalid: " + reason)
        .with("parameter", parameter);
  }
}
