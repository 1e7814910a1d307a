package io.safelight.api;

import io.safelight.delivery.MediaUrls;
import io.safelight.http.BaseUri;
import io.safelight.media.Media;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import io.safelight.media.VariantRole;
import io.safelight.post.Post;
import java.util.List;
import java.util.Optional;

/**
 * A post as both versions of the API show it: the text its author wrote, followed by a link to its media, as X appends one.
 *
 * @param text with the link
 * @param displayLength code points of the text without the link
 * @param link empty when the post has no media
 * @param media in order
 */
public record PostView(Post post, String text, int displayLength, String link, List<MediaView> media) {

  /**
   * A media of a post.
   *
   * @param image what represents it: the largest size of an image, or the poster of a video
   * @param videos the renditions of a video or GIF, and the playlist that names all; empty for an image
   * @param storyboardUrl of the pictures beside the timeline of a video, where there are some
   */
  public record MediaView(
      Media media, Variant image, String imageUrl, List<VariantView> videos, Optional<String> storyboardUrl) {}

  /** A file and where it can be fetched. */
  public record VariantView(Variant variant, String url) {}

  /**
   * Makes the view of a post for a client.
   *
   * @param client how the client addressed the server
   * @param viewer who sees the post; only owners of a private media get URLs of it that open
   */
  public static PostView of(Post post, MediaUrls urls, BaseUri client, UserId viewer) {
    List<MediaView> media =
        post.attachments().stream().flatMap(attachment -> view(attachment, urls, client, viewer).stream()).toList();
    int displayLength = post.text().codePointCount(0, post.text().length());
    if (media.isEmpty()) {
      return new PostView(post, post.text(), displayLength, "", media);
    }
    // A signature ends, and the text of a post is for ever: whoever may fetch a private media has credentials of his own.
    String link = media.getFirst().imageUrl().split("\\?", 2)[0];
    String text = post.text().isEmpty() ? link : post.text() + " " + link;
    return new PostView(post, text, displayLength, link, media);
  }

  /** Where the link begins in the text, in code points. */
  public int linkStart() {
    return displayLength == 0 ? 0 : displayLength + 1;
  }

  private static boolean plays(Variant variant) {
    return switch (variant.role()) {
      case FILE -> variant.contentType().startsWith("video/");
      case PLAYLIST -> true;
      case STORYBOARD, PART -> false;
    };
  }

  private static Optional<MediaView> view(
      Post.Attachment attachment, MediaUrls urls, BaseUri client, UserId viewer) {
    Media media = attachment.media();
    List<VariantView> videos =
        attachment.variants().stream()
            .filter(PostView::plays)
            .map(variant -> new VariantView(variant, urls.url(media, variant, client, viewer)))
            .toList();
    Optional<String> storyboard =
        attachment.variants().stream()
            .filter(variant -> variant.role() == VariantRole.STORYBOARD)
            .findFirst()
            .map(variant -> urls.url(media, variant, client, viewer));
    List<Variant> images =
        attachment.variants().stream()
            .filter(variant -> variant.role() == VariantRole.FILE && variant.contentType().startsWith("image/"))
            .toList();
    return images.stream()
        .reduce((left, right) -> right.width() >= left.width() ? right : left)
        .map(image -> new MediaView(media, image, urls.url(media, image, client, viewer), videos, storyboard));
  }
}
