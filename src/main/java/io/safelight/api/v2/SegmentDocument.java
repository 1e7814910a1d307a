package io.safelight.api.v2;

import io.safelight.api.PayloadReceiver;
import io.safelight.api.SmallJson;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.Base64Variant.PaddingReadBehaviour;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON form of APPEND, {@code {"media": base64, "segment_index": n}}, whose members may come in any order, and which is
 * far too large to be held as text: the media streams into its receiver.
 */
final class SegmentDocument {
  private static final Base64Variant BASE64 =
      Base64Variants.MIME_NO_LINEFEEDS.withReadPadding(PaddingReadBehaviour.PADDING_ALLOWED);
  /** For strings that are held as text; the media is not. Without it a segment_index could be as long as the body. */
  private static final int MAX_TEXT = 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_TEXT).build())
          .build();

  private SegmentDocument() {}

  /**
   * Reads a document.
   *
   * @return the text of {@code segment_index}; empty when it is missing or neither string nor number
   * @throws SafelightException MALFORMED_BODY when it is no JSON; MEDIA_TYPE_UNRECOGNIZED when the media is not base64
   */
  static Optional<String> read(InputStream body, PayloadReceiver receiver) throws IOException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      return members(parser, receiver);
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw SmallJson.notJson(e);
    }
  }

  private static Optional<String> members(JsonParser parser, PayloadReceiver receiver) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new SafelightException(ErrorCode.MALFORMED_BODY, "Request body is not a JSON object.");
    }
    String index = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("media")) {
        media(parser, value, receiver);
      } else if (name.equals("segment_index") && isScalar(value)) {
        index = parser.getValueAsString();
      } else {
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new SafelightException(ErrorCode.MALFORMED_BODY, "Request body is not valid JSON.");
    }
    return Optional.ofNullable(index);
  }

  private static boolean isScalar(@Nullable JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_STRING;
  }

  private static void media(JsonParser parser, @Nullable JsonToken value, PayloadReceiver receiver) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      throw notBase64();
    }
    try {
      parser.readBinaryValue(BASE64, receiver.stream());
    } catch (JacksonIOException e) {
      throw e;
    } catch (JacksonException e) {
      throw notBase64();
    }
  }

  private static SafelightException notBase64() {
    return new SafelightException(
        ErrorCode.MEDIA_TYPE_UNRECOGNIZED, "media type unrecognized. The property media is not a string of base64.");
  }
}
