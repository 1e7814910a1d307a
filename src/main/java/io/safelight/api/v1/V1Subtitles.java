package io.safelight.api.v1;

import io.safelight.api.Call;
import io.safelight.api.MediaIds;
import io.safelight.api.RequestReader;
import io.safelight.api.SmallJson;
import io.safelight.api.SubtitlesDocument;
import io.safelight.auth.RateLimitBucket;
import io.safelight.http.Response;
import io.safelight.media.UserId;
import io.safelight.upload.AttachSubtitles;
import java.io.IOException;
import java.util.List;

/**
 * {@code POST media/subtitles/create.json} and {@code media/subtitles/delete.json}: the subtitles of a video. The body is JSON,
 * whatever its type says. Thread-safe.
 */
final class V1Subtitles {
  private final AttachSubtitles subtitles;

  V1Subtitles(AttachSubtitles subtitles) {
    this.subtitles = subtitles;
  }

  Response create(Call call) throws IOException {
    SubtitlesDocument document = document(call);
    var _ = subtitles.attach(user(call), document.video(), document.list());
    return empty();
  }

  Response delete(Call call) throws IOException {
    SubtitlesDocument document = document(call);
    var _ = subtitles.detach(user(call), document.video(), document.languages());
    return empty();
  }

  private static SubtitlesDocument document(Call call) throws IOException {
    call.prove(List.of());
    call.take(RateLimitBucket.V1_SUBTITLES);
    byte[] body = call.exchange().body().readBytes(call.account(), RequestReader.MAX_BODY);
    return SubtitlesDocument.ofLists(SmallJson.object(body), MediaIds::parse);
  }

  private static UserId user(Call call) {
    return call.principal().user();
  }

  private static Response empty() {
    return Response.empty(200).with("Content-Type", V1Dialect.HTML);
  }
}
