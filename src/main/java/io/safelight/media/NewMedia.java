package io.safelight.media;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A media about to be created; see {@link Media} for the fields.
 *
 * @param expires when it goes unless it is used; null for never
 */
public record NewMedia(
    MediaId id,
    Owners owners,
    MediaCategory category,
    boolean categoryNamed,
    String mediaType,
    long totalBytes,
    String slug,
    Instant created,
    @Nullable Instant expires) {}
