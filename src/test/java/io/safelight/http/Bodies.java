package io.safelight.http;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.RequestBody.PartHandler;
import io.safelight.http.RequestBody.PartHead;
import io.safelight.http.RequestBody.PartSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Endpoints that answer with what they read, and what is needed to build bodies. */
final class Bodies {
  static final long MAX = 30L << 20;

  private Bodies() {}

  static void routes(Router router) {
    router.add("POST", "/multipart", TestServer.ERRORS, exchange -> {
      var parts = new Parts();
      exchange.body().readMultipart("me", MAX, parts);
      return Response.text(200, parts.toString());
    });
    router.add("POST", "/form", TestServer.ERRORS, exchange -> {
      try (Form form = exchange.body().readForm("me", MAX)) {
        return Response.text(200, describe(form.parameters()));
      }
    });
    router.add("POST", "/bytes", TestServer.ERRORS, exchange ->
        Response.text(200, summary(exchange.body().readBytes("me", 100_000))));
    router.add("POST", "/stream", TestServer.ERRORS, exchange -> {
      try (InputStream stream = exchange.body().openStream("me", MAX)) {
        return Response.text(200, summary(stream.readAllBytes()));
      }
    });
    router.add("POST", "/ignore", TestServer.ERRORS, _ -> Response.text(200, "ignored"));
    router.add("POST", "/refuse", TestServer.ERRORS, _ -> {
      throw new SafelightException(ErrorCode.COULD_NOT_AUTHENTICATE);
    });
  }

  static String describe(List<Parameter> parameters) throws IOException {
    var text = new StringBuilder();
    for (Parameter parameter : parameters) {
      String kind = parameter instanceof Parameter.Text ? "" : "*";
      try (InputStream first = parameter.open(); InputStream second = parameter.open()) {
        byte[] value = first.readAllBytes();
        text.append(kind).append(parameter.name()).append('=').append(summary(value)).append(';');
        if (!Arrays.equals(value, second.readAllBytes())) {
          text.append("DIFFERENT");
        }
      }
    }
    return text.toString();
  }

  /** Short bytes as text, long ones as length and checksum. */
  static String summary(byte[] bytes) {
    if (bytes.length <= 40) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    var checksum = new CRC32C();
    checksum.update(bytes);
    return bytes.length + ":" + Long.toHexString(checksum.getValue());
  }

  static byte[] join(Object... pieces) {
    var bytes = new ByteArrayOutputStream();
    for (Object piece : pieces) {
      bytes.writeBytes(piece instanceof byte[] raw ? raw : piece.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  /** Keeps the parts of a body; one named {@code drop} is refused. */
  static final class Parts implements PartHandler {
    private final List<String> ended = new ArrayList<>();
    int begun;

    @Override
    public @Nullable PartSink begin(PartHead head) {
      begun++;
      if (head.name().equals("drop")) {
        return null;
      }
      var content = new ByteArrayOutputStream();
      return new PartSink() {
        @Override
        public void write(ByteBuffer bytes) {
          byte[] copy = new byte[bytes.remaining()];
          bytes.get(copy);
          content.writeBytes(copy);
        }

        @Override
        public void end() {
          String flags = head.isBase64() ? "base64 " : "";
          ended.add(head.name() + ": " + flags + summary(content.toByteArray()));
        }
      };
    }

    @Override
    public String toString() {
      return String.join("\n", ended);
    }
  }
}
