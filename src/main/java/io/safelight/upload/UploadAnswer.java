package io.safelight.upload;

import io.safelight.media.MediaStatus;

/**
 * What FINALIZE and simple upload answer.
 *
 * @param asynchronous whether the answer carries {@code processing_info}; without it the media can be used at once
 */
public record UploadAnswer(MediaStatus status, boolean asynchronous) {}
