package io.safelight.api;

import io.safelight.auth.RateLimitBucket;
import io.safelight.http.Exchange;
import io.safelight.http.Parameter;
import io.safelight.media.MediaId;
import io.safelight.media.MediaStatus;
import io.safelight.media.StatusReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A poll of a media's status as nearly every client sends it: without a body, and with one id in the query. It can be read on the
 * I/O thread, and proven without reading on; whatever else a request may be is left to {@link RequestReader}.
 *
 * @param named whether the query has {@code command=STATUS}
 */
public record PlainPoll(MediaId id, boolean named) {

  /** Reads a poll; null when the request is no plain one, or wrong. */
  public static @Nullable PlainPoll of(Exchange exchange) {
    String mediaId = null;
    boolean named = false;
    for (Parameter parameter : exchange.query()) {
      if (parameter.name().equals("media_id")) {
        if (mediaId != null || !(parameter instanceof Parameter.Text(_, String value))) {
          return null;
        }
        mediaId = value;
      } else if (parameter.name().equals("command")) {
        if (!(parameter instanceof Parameter.Text(_, String value)) || !value.equals("STATUS")) {
          return null;
        }
        named = true;
      }
    }
    // The signature of OAuth 1.0a covers an urlencoded body, also that of a GET.
    if (mediaId == null || !exchange.body().isEmpty()) {
      return null;
    }
    MediaId id = MediaId.parse(mediaId).orElse(null);
    return id == null ? null : new PlainPoll(id, named);
  }

  /**
   * Answers the poll from memory, on the I/O thread, and counts it.
   *
   * @return null when the answer is not in memory, or the media is not the caller's: nothing was then counted
   */
  public @Nullable MediaStatus answer(Call call, StatusReader statuses, RateLimitBucket bucket) throws IOException {
    // Asked before the proof, which costs more than everything else here, and would be made once more by who asks the store.
    if (!statuses.holds(id)) {
      return null;
    }
    MediaStatus status = statuses.inMemory(id, call.prove(List.of()).user());
    if (status != null) {
      call.take(bucket);
    }
    return status;
  }
}
