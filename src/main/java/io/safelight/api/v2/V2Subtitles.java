package io.safelight.api.v2;

import io.safelight.api.Call;
import io.safelight.api.JsonWriter;
import io.safelight.api.SubtitlesDocument;
import io.safelight.auth.RateLimitBucket;
import io.safelight.http.Response;
import io.safelight.media.AttachedSubtitles;
import io.safelight.media.LanguageTag;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.UserId;
import io.safelight.upload.AttachSubtitles;
import io.safelight.upload.AttachSubtitles.Subtitled;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * {@code POST} and {@code DELETE /2/media/subtitles}, and {@code POST /2/media/subtitles/create} and {@code delete}, which came
 * before them: the subtitles of a video. Thread-safe.
 */
final class V2Subtitles {
  private static final int CODE_LENGTH = 2;

  private final AttachSubtitles subtitles;

  V2Subtitles(AttachSubtitles subtitles) {
    this.subtitles = subtitles;
  }

  Response attach(Call call) throws IOException {
    prove(call);
    SubtitlesDocument document = SubtitlesDocument.ofOne(JsonRequest.read(call), V2Media::parseId);
    return attached(subtitles.attach(user(call), document.video(), List.of(document.one())));
  }

  Response detach(Call call) throws IOException {
    prove(call);
    SubtitlesDocument document = SubtitlesDocument.ofOne(JsonRequest.read(call), V2Media::parseId);
    var _ = subtitles.detach(user(call), document.video(), List.of(document.language()));
    var json = new JsonWriter();
    json.beginObject().name("data").beginObject().field("deleted", true).endObject().endObject();
    return V2Dialect.json(200, json.toBytes());
  }

  Response create(Call call) throws IOException {
    prove(call);
    SubtitlesDocument document = SubtitlesDocument.ofLists(JsonRequest.read(call), V2Media::parseId);
    return attached(subtitles.attach(user(call), document.video(), document.list()));
  }

  Response delete(Call call) throws IOException {
    prove(call);
    SubtitlesDocument document = SubtitlesDocument.ofLists(JsonRequest.read(call), V2Media::parseId);
    List<LanguageTag> languages = document.languages();
    JsonWriter json = begin(subtitles.detach(user(call), document.video(), languages));
    json.name("deleted_subtitles").beginArray();
    languages.forEach(language -> json.beginObject().field("language_code", code(language)).endObject());
    return V2Dialect.json(200, json.endArray().endObject().endObject().toBytes());
  }

  private static void prove(Call call) throws IOException {
    call.prove(List.of());
    call.take(RateLimitBucket.V2_SUBTITLES);
  }

  private static UserId user(Call call) {
    return call.principal().user();
  }

  private static Response attached(Subtitled subtitled) {
    JsonWriter json = begin(subtitled.video());
    json.name("associated_subtitles").beginArray();
    for (AttachedSubtitles each : subtitled.subtitles()) {
      json.beginObject()
          .field("id", each.source().toString())
          .field("language_code", code(each.language()))
          .field("display_name", each.displayName())
          .endObject();
    }
    return V2Dialect.json(200, json.endArray().endObject().endObject().toBytes());
  }

  private static JsonWriter begin(Media video) {
    var json = new JsonWriter();
    return json.beginObject()
        .name("data")
        .beginObject()
        .field("id", video.id().toString())
        .field("media_category", name(video.category()));
  }

  /** A code of two letters is written as the schema of v2 has it, {@code EN}; it knows no others. */
  private static String code(LanguageTag language) {
    String tag = language.value();
    return tag.length() == CODE_LENGTH ? tag.toUpperCase(Locale.ROOT) : tag;
  }

  /** Here X writes categories as {@code TweetVideo}. */
  private static String name(MediaCategory category) {
    var name = new StringBuilder();
    for (String word : category.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
