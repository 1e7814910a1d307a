package io.safelight.api;

import io.safelight.media.LanguageTag;
import io.safelight.media.MediaId;
import io.safelight.media.MediaKind;
import io.safelight.upload.NewSubtitles;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The JSON documents by which clients attach subtitles to a video and detach them. There are two shapes: {@code {"media_id",
 * "media_category", "subtitle_info": {"subtitles": [{"media_id", "language_code", "display_name"}]}}}, of API v1.1 and the first
 * calls of v2, and {@code {"id", "media_category", "subtitles": {"id", "language_code", "display_name"}}}. To detach, a language is
 * enough, which the second shape then has beside its id. Immutable.
 */
public final class SubtitlesDocument {
  private static final String LANGUAGE = "language_code";
  private static final String SUBTITLES = "subtitles";

  private final JsonNode document;
  private final String idName;
  private final Function<String, MediaId> ids;

  private SubtitlesDocument(JsonNode document, String idName, Function<String, MediaId> ids) {
    this.document = document;
    this.idName = idName;
    this.ids = ids;
    requireVideoCategory();
  }

  /**
   * A document of the first shape.
   *
   * @param ids reads a media id
   */
  public static SubtitlesDocument ofLists(JsonNode document, Function<String, MediaId> ids) {
    return new SubtitlesDocument(document, "media_id", ids);
  }

  /**
   * A document of the second shape.
   *
   * @param ids reads a media id
   */
  public static SubtitlesDocument ofOne(JsonNode document, Function<String, MediaId> ids) {
    return new SubtitlesDocument(document, "id", ids);
  }

  /** The video. */
  public MediaId video() {
    return id(document);
  }

  /** What is to be attached, where the document is a list. */
  public List<NewSubtitles> list() {
    return listed().stream().map(this::subtitles).toList();
  }

  /** What is to be attached, where the document has one. */
  public NewSubtitles one() {
    JsonNode one = document.path(SUBTITLES);
    if (one.isMissingNode()) {
      throw Parameters.missing(SUBTITLES);
    }
    if (!one.isObject()) {
      throw Parameters.invalid(SUBTITLES, "it is an object with " + idName + ", language_code and display_name.");
    }
    return subtitles(one);
  }

  /** The languages that are to be detached, where the document is a list. */
  public List<LanguageTag> languages() {
    return listed().stream().map(SubtitlesDocument::language).toList();
  }

  /** The language that is to be detached, where the document has one. */
  public LanguageTag language() {
    return language(document);
  }

  private List<JsonNode> listed() {
    if (document.path("subtitle_info").isMissingNode()) {
      throw Parameters.missing("subtitle_info");
    }
    JsonNode list = document.path("subtitle_info").path(SUBTITLES);
    if (!list.isArray() || list.isEmpty() || !list.valueStream().allMatch(JsonNode::isObject)) {
      throw Parameters.invalid(
          "subtitle_info", "it is an object with a list of subtitles, such as {\"subtitles\":[{\"language_code\":\"en\"}]}.");
    }
    return List.copyOf(list.values());
  }

  private NewSubtitles subtitles(JsonNode node) {
    JsonNode name = node.path("display_name");
    if (!name.isString() && !name.isMissingNode() && !name.isNull()) {
      throw Parameters.invalid("display_name", "it is a string.");
    }
    return new NewSubtitles(id(node), language(node), name.isString() ? Optional.of(name.asString()) : Optional.empty());
  }

  private MediaId id(JsonNode node) {
    if (node.path(idName).isMissingNode()) {
      throw Parameters.missing(idName);
    }
    return ids.apply(SmallJson.text(node, idName).orElse(""));
  }

  private static LanguageTag language(JsonNode node) {
    JsonNode language = node.path(LANGUAGE);
    if (language.isMissingNode()) {
      throw Parameters.missing(LANGUAGE);
    }
    return LanguageTag.parse(language.isString() ? language.asString() : "")
        .orElseThrow(() -> Parameters.invalid(LANGUAGE, "it is a language as BCP 47 writes it, such as en or pt-BR."));
  }

  /** X wants the category of the video; which one it is, the video itself says best. */
  private void requireVideoCategory() {
    JsonNode category = document.path("media_category");
    if (category.isMissingNode() || category.isNull()) {
      return;
    }
    if (!category.isString() || UploadValues.category(category.asString()).kind() != MediaKind.VIDEO) {
      throw Parameters.invalid("media_category", "it is that of the video, such as tweet_video.");
    }
  }
}
