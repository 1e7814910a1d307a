package io.safelight.media;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a processed media is, as its answers and posts show it.
 *
 * @param kind what it is in a post; decided by content, so that an image/gif with one frame is an {@link MediaKind#IMAGE}
 * @param contentType MIME type of the uploaded file as found in its bytes, such as {@code image/jpeg}
 * @param width pixels after rotation; 0 for subtitles
 * @param height pixels after rotation; 0 for subtitles
 * @param duration null for images and subtitles
 */
public record MediaFacts(
    MediaKind kind, String contentType, int width, int height, @Nullable Duration duration) {}
