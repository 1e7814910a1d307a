package io.safelight.api;

import io.safelight.blob.BlobStore;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Form;
import io.safelight.http.Parameter;
import io.safelight.http.RequestBody;
import io.safelight.http.RequestBody.PartHead;
import io.safelight.http.RequestBody.PartSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests whose parameters may stand in the query, in an urlencoded or in a multipart body, and proves who sends them: an
 * urlencoded body is read before the proof, because OAuth 1.0a signs it, but nothing in it is decoded before; every other body is
 * not even read before. Thread-safe.
 */
public final class RequestReader {
  /** The largest body that carries no media. */
  public static final int MAX_BODY = 64 * 1024;

  private static final Set<String> MEDIA_PARAMETERS = Set.of("media", "media_data");
  private static final int MAX_TEXT = 64 * 1024;

  private final BlobStore blobs;
  private final long maxPayload;
  private final long maxMediaBody;

  /**
   * @param maxPayload bytes of media that a request may bring
   * @param maxMediaBody bytes of a body that brings media
   */
  public RequestReader(BlobStore blobs, long maxPayload, long maxMediaBody) {
    this.blobs = blobs;
    this.maxPayload = maxPayload;
    this.maxMediaBody = maxMediaBody;
  }

  /**
   * Reads a request that may carry media: {@code media} as bytes in a multipart part, as base64 elsewhere; {@code media_data} as
   * base64 anywhere. The caller closes the result.
   *
   * @param beforeMedia given the parameters that stand before the media, among them the whole query, when the caller is proven and
   *     nothing of the media was stored; may refuse it by throwing
   */
  public MediaRequest readMedia(Call call, Consumer<Parameters> beforeMedia) throws IOException {
    var parameters = new Parameters();
    var receiver = new PayloadReceiver(blobs, maxPayload, () -> beforeMedia.accept(parameters));
    boolean complete = false;
    try {
      read(call, parameters, receiver, maxMediaBody);
      complete = true;
      return new MediaRequest(parameters, receiver);
    } finally {
      if (!complete) {
        receiver.close();
      }
    }
  }

  /** Reads a request that carries parameters alone; media in it is passed over. */
  public Parameters readParameters(Call call) throws IOException {
    var parameters = new Parameters();
    read(call, parameters, null, MAX_BODY);
    return parameters;
  }

  private static void read(Call call, Parameters parameters, @Nullable PayloadReceiver receiver, long maxBytes)
      throws IOException {
    RequestBody body = call.exchange().body();
    switch (body.isEmpty() ? RequestBody.BodyType.OTHER : body.type()) {
      case FORM -> {
        try (Form form = body.readForm(call.account(), maxBytes)) {
          prove(call, form.parameters(), parameters);
          addTexts(form.parameters(), parameters);
          addMedia(form.parameters(), receiver);
        }
      }
      case MULTIPART -> {
        prove(call, List.of(), parameters);
        var texts = new TextFields(parameters);
        body.readMultipart(call.account(), maxBytes, head -> begin(head, texts, receiver));
      }
      // Some clients put everything into the query and type a body that says nothing.
      case JSON -> {
        prove(call, List.of(), parameters);
        parameters.passOverJson();
      }
      case OTHER -> prove(call, List.of(), parameters);
    }
    addMedia(call.exchange().query(), receiver);
  }

  /** Proves who calls, and adds what the query says. */
  private static void prove(Call call, List<Parameter> form, Parameters parameters) throws IOException {
    call.prove(form);
    addTexts(call.exchange().query(), parameters);
  }

  private static void addTexts(List<Parameter> from, Parameters to) {
    for (Parameter parameter : from) {
      if (!MEDIA_PARAMETERS.contains(parameter.name())) {
        to.addSigned(parameter);
      }
    }
  }

  private static void addMedia(List<Parameter> from, @Nullable PayloadReceiver receiver) throws IOException {
    for (Parameter parameter : from) {
      if (receiver != null && MEDIA_PARAMETERS.contains(parameter.name())) {
        receiver.base64(parameter);
      }
    }
  }

  private static @Nullable PartSink begin(PartHead head, TextFields texts, @Nullable PayloadReceiver receiver)
      throws IOException {
    if (MEDIA_PARAMETERS.contains(head.name())) {
      if (receiver == null) {
        return null;
      }
      boolean encoded = head.isBase64() || head.name().equals("media_data");
      return encoded ? receiver.base64(head.name(), false) : receiver.raw();
    }
    return head.name().isEmpty() ? null : texts.begin(head.name());
  }

  /**
   * Collects the parameters among the parts, which may have file names and any type. They share one limit: were there one for
   * each, the many parts of many slow bodies would fill the memory.
   */
  private static final class TextFields {
    private final Parameters parameters;
    private int size;

    TextFields(Parameters parameters) {
      this.parameters = parameters;
    }

    PartSink begin(String name) {
      var value = new ByteArrayOutputStream();
      return new PartSink() {
        @Override
        public void write(ByteBuffer bytes) {
          size += bytes.remaining();
          if (size > MAX_TEXT) {
            throw new SafelightException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "The text fields of the multipart body are longer than " + MAX_TEXT + " bytes together.");
          }
          byte[] chunk = new byte[bytes.remaining()];
          bytes.get(chunk);
          value.writeBytes(chunk);
        }

        @Override
        public void end() {
          parameters.addUnsigned(name, value.toString(StandardCharsets.UTF_8));
        }
      };
    }
  }
}
