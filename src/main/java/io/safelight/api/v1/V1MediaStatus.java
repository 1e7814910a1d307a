package io.safelight.api.v1;

import io.safelight.api.Call;
import io.safelight.api.MediaIds;
import io.safelight.api.Parameters;
import io.safelight.api.PlainPoll;
import io.safelight.api.RequestReader;
import io.safelight.auth.RateLimitBucket;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Response;
import io.safelight.media.MediaId;
import io.safelight.media.MediaStatus;
import io.safelight.media.StatusReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET media/upload.json?command=STATUS}: the state of a media's processing. The path that is called most: an answer from
 * memory looks at the query as it is, and renders only what no other poll of the same second has rendered. Thread-safe.
 */
final class V1MediaStatus {
  private final RequestReader reader;
  private final StatusReader statuses;

  V1MediaStatus(RequestReader reader, StatusReader statuses) {
    this.reader = reader;
    this.statuses = statuses;
  }

  /** Answers a plain poll of a media in memory; everything else, errors included, is left to {@link #handle}. */
  @Nullable Response inMemory(Call call) throws IOException {
    PlainPoll poll = PlainPoll.of(call.exchange());
    MediaStatus status = poll == null || !poll.named() ? null : poll.answer(call, statuses, RateLimitBucket.V1_STATUS);
    return status == null ? null : answer(status);
  }

  Response handle(Call call) throws IOException {
    Parameters parameters = reader.readParameters(call);
    call.take(RateLimitBucket.V1_STATUS);
    String command =
        parameters
            .find("command")
            .orElseThrow(
                () ->
                    parameters.lacks(
                        "command", "Ask with command=STATUS and a media_id; send INIT, APPEND and FINALIZE with POST."));
    if (!command.equals("STATUS")) {
      throw new SafelightException(
              ErrorCode.PARAMETER_MISSING,
              "command parameter is invalid. The only command of GET is STATUS, in capitals; send INIT, APPEND and FINALIZE"
                  + " with POST.")
          .with("parameter", "command");
    }
    MediaId id = MediaIds.parse(parameters.require("media_id"));
    return answer(
        statuses
            .read(id, call.principal().user())
            .orElseThrow(() -> new SafelightException(ErrorCode.NOT_FOUND)));
  }

  private static Response answer(MediaStatus status) {
    return V1Dialect.json(200, status.rendered(MediaStatus.Form.V1, V1MediaJson::status));
  }
}
