package io.safelight.api;

import io.safelight.http.Exchange;
import io.safelight.http.Parameter;
import io.safelight.media.MediaId;
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
}
