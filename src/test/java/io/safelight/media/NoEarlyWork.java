package io.safelight.media;

import java.util.Optional;

/** Makes nothing of uploads that go on. */
record NoEarlyWork() implements EarlyWork {
  @Override
  public void appended(Media upload) {}

  @Override
  public int percent(MediaId id) {
    return 0;
  }

  @Override
  public Optional<MediaError> refusal(MediaId id) {
    return Optional.empty();
  }
}
