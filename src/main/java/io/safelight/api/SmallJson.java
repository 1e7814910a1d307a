package io.safelight.api;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON documents that fit in memory. */
public final class SmallJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SmallJson() {}

  /**
   * Reads an object.
   *
   * @throws SafelightException MALFORMED_BODY when the document is no JSON object
   */
  public static JsonNode object(byte[] document) {
    JsonNode node;
    try {
      node = MAPPER.readTree(document);
    } catch (JacksonException e) {
      throw notJson(e);
    }
    if (node == null || !node.isObject()) {
      throw new SafelightException(ErrorCode.MALFORMED_BODY, "Request body is not a JSON object.");
    }
    return node;
  }

  /** The error for a document that cannot be parsed. */
  public static SafelightException notJson(JacksonException cause) {
    return new SafelightException(ErrorCode.MALFORMED_BODY, "Request body is not valid JSON.", cause);
  }

  /** The text of a member that may be a string or a whole number, as clients send ids both ways. */
  public static Optional<String> text(JsonNode object, String name) {
    return text(object.path(name));
  }

  /** The text of a string or a whole number. */
  public static Optional<String> text(JsonNode node) {
    return node.isString() || node.isIntegralNumber() ? Optional.of(node.asString()) : Optional.empty();
  }
}
