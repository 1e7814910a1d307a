package io.safelight.api.v2;

import io.safelight.api.Parameters;
import io.safelight.api.SmallJson;
import io.safelight.api.UploadValues;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.media.MediaCategory;
import io.safelight.media.UserId;
import io.safelight.upload.InitCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The JSON document of initialize. As in the schema of API v2, other members than those it knows are refused. */
final class InitializeDocument {
  private static final Set<String> MEMBERS =
      Set.of("media_type", "media_category", "total_bytes", "additional_owners", "shared");

  private InitializeDocument() {}

  static InitCommand read(JsonNode document) {
    for (String name : document.propertyNames()) {
      if (!MEMBERS.contains(name)) {
        throw new SafelightException(
            ErrorCode.PARAMETER_INVALID,
            "$."
                + name
                + ": is not defined in the schema and the schema does not allow additional properties. Known are "
                + "additional_owners, media_category, media_type, shared and total_bytes.");
      }
    }
    String mediaType = string(document, "media_type").orElse("");
    Optional<MediaCategory> category = string(document, "media_category").map(UploadValues::category);
    if (mediaType.isEmpty() && category.isEmpty()) {
      throw Parameters.missing("media_type");
    }
    return new InitCommand(totalBytes(document), mediaType, category, owners(document.path("additional_owners")));
  }

  private static Optional<String> string(JsonNode document, String name) {
    JsonNode value = document.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw Parameters.invalid(name, "it is a string.");
    }
    return Optional.of(value.asString()).filter(text -> !text.isBlank());
  }

  private static long totalBytes(JsonNode document) {
    if (document.path("total_bytes").isMissingNode()) {
      throw Parameters.missing("total_bytes");
    }
    return UploadValues.totalBytes(SmallJson.text(document, "total_bytes").orElse(""));
  }

  /** A list of ids; or a string with commas, as some versions of the schema have it. */
  private static List<UserId> owners(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (node.isString()) {
      return node.asString().isBlank() ? List.of() : UploadValues.owners(node.asString());
    }
    var ids = new ArrayList<String>();
    for (JsonNode id : node.values()) {
      ids.add(SmallJson.text(id).orElse(""));
    }
    if (!node.isArray()) {
      throw Parameters.invalid("additional_owners", "it is a list of user ids.");
    }
    return UploadValues.owners(ids);
  }
}
