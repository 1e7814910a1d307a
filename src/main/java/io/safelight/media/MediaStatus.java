package io.safelight.media;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * A media as an answer shows it at one moment. Immutable but for the rendered forms it remembers, so that many polls of a finished
 * media cost one rendering a second. Thread-safe.
 */
public final class MediaStatus {
  private final Media media;
  private final ProcessingInfo processing;
  private final OptionalLong expiresAfterSecs;
  private final Optional<UploadProgress> upload;
  private final AtomicReferenceArray<byte[]> rendered = new AtomicReferenceArray<>(Form.SLOTS);

  /** The forms that a status is rendered in. */
  public enum Form {
    V1(0),
    V2(1);

    private static final int SLOTS = values().length;

    private final int slot;

    Form(int slot) {
      this.slot = slot;
    }
  }

  MediaStatus(
      Media media, ProcessingInfo processing, OptionalLong expiresAfterSecs, Optional<UploadProgress> upload) {
    this.media = media;
    this.processing = processing;
    this.expiresAfterSecs = expiresAfterSecs;
    this.upload = upload;
  }

  public Media media() {
    return media;
  }

  public ProcessingInfo processing() {
    return processing;
  }

  /** Seconds until the media goes unless it is used; empty when it failed, is attached, or never goes. */
  public OptionalLong expiresAfterSecs() {
    return expiresAfterSecs;
  }

  /** What has arrived; present exactly while the upload is open. */
  public Optional<UploadProgress> upload() {
    return upload;
  }

  /** The status in this form, made at most once. The array must not be changed. */
  public byte[] rendered(Form form, Function<MediaStatus, byte[]> renderer) {
    byte[] bytes = rendered.get(form.slot);
    if (bytes == null) {
      bytes = renderer.apply(this);
      rendered.set(form.slot, bytes);
    }
    return bytes;
  }
}
