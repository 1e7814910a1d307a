package io.safelight.post;

import io.safelight.media.Media;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import java.time.Instant;
import java.util.List;

/**
 * A post and the media in it.
 *
 * @param id from the same generator as media ids
 * @param screenName of the author
 * @param source the application it was made with
 */
public record Post(
    long id, UserId author, String screenName, String text, String source, Instant created, List<Attachment> attachments) {

  /** A media in a post with what can be fetched of it. */
  public record Attachment(Media media, List<Variant> variants) {}
}
