package io.safelight.api.admin;

import io.safelight.api.GateRefusals;
import io.safelight.api.JsonWriter;
import io.safelight.api.MediaJson;
import io.safelight.api.Parameters;
import io.safelight.api.RequestReader;
import io.safelight.api.SmallJson;
import io.safelight.auth.AccountRepository.User;
import io.safelight.auth.AccountRepository;
import io.safelight.auth.AdminKey;
import io.safelight.delivery.MediaUrls;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.Form;
import io.safelight.http.Parameter;
import io.safelight.http.RequestBody;
import io.safelight.http.Response;
import io.safelight.http.Routes;
import io.safelight.media.GateOutcome;
import io.safelight.media.Media;
import io.safelight.media.MediaFacts;
import io.safelight.media.MediaId;
import io.safelight.media.StatusReader;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import io.safelight.media.VariantRole;
import io.safelight.post.KeepMedia;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST} and {@code DELETE /safelight/v1/media/{id}/keep}: holds a media for a product that keeps its posts in a database of
 * its own. The caller has the admin key and names the user on whose behalf it asks, as {@code user_id} or {@code screen_name} in
 * the query, an urlencoded or a JSON body. Thread-safe.
 */
public final class KeepApi {
  private static final String PATTERN = "/safelight/v1/media/{id}/keep";
  private static final String ACCOUNT = "admin";

  private final AdminKey key;
  private final KeepMedia keeping;
  private final AccountRepository accounts;
  private final GateRefusals refusals;
  private final MediaUrls urls;

  public KeepApi(
      AdminKey key, KeepMedia keeping, AccountRepository accounts, StatusReader statuses, MediaUrls urls) {
    this.key = key;
    this.keeping = keeping;
    this.accounts = accounts;
    this.refusals = new GateRefusals(statuses);
    this.urls = urls;
  }

  public void register(Routes routes) {
    var errors = new AdminErrors();
    routes.fallback("/safelight/", errors);
    routes.add("POST", PATTERN, errors, this::keep);
    routes.add("DELETE", PATTERN, errors, this::release);
  }

  private Response keep(Exchange exchange) throws IOException {
    key.require(exchange);
    MediaId id = mediaId(exchange);
    UserId user = user(parameters(exchange));
    return switch (keeping.keep(user, id)) {
      case KeepMedia.Outcome.Kept kept -> Response.of(200, AdminErrors.JSON, describe(kept, exchange));
      case KeepMedia.Outcome.Refused(GateOutcome.NotFound _) -> throw notFound();
      case KeepMedia.Outcome.Refused(GateOutcome.Refusal why) -> throw refusals.refusal(why, List.of(id));
    };
  }

  private Response release(Exchange exchange) {
    key.require(exchange);
    if (!keeping.release(mediaId(exchange))) {
      throw notFound();
    }
    return Response.empty(204);
  }

  private byte[] describe(KeepMedia.Outcome.Kept kept, Exchange exchange) {
    Media media = kept.media();
    var json = new JsonWriter();
    json.beginObject()
        .field("media_id_string", media.id().toString())
        .field("media_category", media.category().wireName())
        .field("kept", true)
        .field("variants_complete", media.variantsComplete());
    MediaFacts facts = media.facts();
    if (facts != null) {
      MediaJson.blurHash(json, facts);
    }
    json.name("variants").beginArray();
    for (Variant variant : kept.variants()) {
      if (variant.role() == VariantRole.PART) {
        continue;
      }
      json.beginObject()
          .field("name", variant.name())
          .field("content_type", variant.contentType())
          .field("size", variant.size())
          .field("width", variant.width())
          .field("height", variant.height());
      if (variant.bitrate() > 0) {
        json.field("bitrate", variant.bitrate());
      }
      json.field("url", urls.url(media, variant, exchange.baseUri(), media.owners().owner())).endObject();
    }
    return json.endArray().endObject().toBytes();
  }

  private UserId user(Parameters parameters) {
    Optional<String> id = parameters.findFilled("user_id");
    Optional<String> name = parameters.findFilled("screen_name");
    if (id.isEmpty() && name.isEmpty()) {
      throw new SafelightException(
          ErrorCode.PARAMETER_MISSING, "Name the user on whose behalf the media is kept, as user_id or screen_name.");
    }
    Optional<User> user =
        id.isPresent() ? id.flatMap(UserId::parse).flatMap(accounts::find) : name.flatMap(accounts::findByName);
    return user.map(User::id)
        .orElseThrow(() -> new SafelightException(ErrorCode.PARAMETER_INVALID, "There is no such user."));
  }

  private static Parameters parameters(Exchange exchange) throws IOException {
    var parameters = new Parameters();
    exchange.query().forEach(parameters::addSigned);
    RequestBody body = exchange.body();
    if (!body.isEmpty()) {
      switch (body.type()) {
        case FORM -> {
          try (Form form = body.readForm(ACCOUNT, RequestReader.MAX_BODY)) {
            form.parameters().forEach(parameters::addSigned);
          }
        }
        case JSON -> {
          JsonNode document = SmallJson.object(body.readBytes(ACCOUNT, RequestReader.MAX_BODY));
          document.propertyStream().forEach(
              member ->
                  SmallJson.text(member.getValue())
                      .ifPresent(text -> parameters.addSigned(new Parameter.Text(member.getKey(), text))));
        }
        case MULTIPART, OTHER ->
            throw new SafelightException(
                ErrorCode.UNSUPPORTED_CONTENT_TYPE, "Send the user in the query, or in an urlencoded or JSON body.");
      }
    }
    return parameters;
  }

  private static MediaId mediaId(Exchange exchange) {
    return MediaId.parse(exchange.pathVariable("id")).orElseThrow(KeepApi::notFound);
  }

  private static SafelightException notFound() {
    return new SafelightException(
        ErrorCode.NOT_FOUND, "There is no such media, it has expired, or it does not belong to this user.");
  }
}
