package io.safelight.api.v2;

import io.safelight.api.Call;
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

/** {@code GET /2/media/upload?media_id=}: the state of a media's processing. Thread-safe. */
final class V2MediaStatus {
  private final RequestReader reader;
  private final StatusReader statuses;

  V2MediaStatus(RequestReader reader, StatusReader statuses) {
    this.reader = reader;
    this.statuses = statuses;
  }

  /** Answers a plain poll of a media in memory; everything else, errors included, is left to {@link #handle}. */
  @Nullable Response inMemory(Call call) throws IOException {
    PlainPoll poll = PlainPoll.of(call.exchange());
    MediaStatus status = poll == null ? null : poll.answer(call, statuses, RateLimitBucket.V2_STATUS);
    return status == null ? null : answer(status);
  }

  Response handle(Call call) throws IOException {
    Parameters parameters = reader.readParameters(call);
    call.take(RateLimitBucket.V2_STATUS);
    if (parameters.find("command").filter(command -> !command.equals("STATUS")).isPresent()) {
      throw Parameters.invalid("command", "the only command of GET is STATUS.");
    }
    MediaId id = V2Media.parseId(parameters.require("media_id"));
    return answer(
        statuses
            .read(id, call.principal().user())
            .orElseThrow(() -> new SafelightException(ErrorCode.NOT_FOUND)));
  }

  private static Response answer(MediaStatus status) {
    return V2Dialect.json(200, status.rendered(MediaStatus.Form.V2, V2MediaJson::status));
  }
}
