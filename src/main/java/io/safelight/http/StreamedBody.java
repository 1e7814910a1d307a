package io.safelight.http;

import io.safelight.config.HttpConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request of Jetty's, read as it comes; to be closed when the request ends. Bodies count as held until
 * then, but for forms, whose senders are not proven yet: they would close the gate to everybody. What they spool has
 * bounds of its own.
 */
final class StreamedBody implements RequestBody, AutoCloseable {
  private final Request request;
  private final BodyReader reader;
  private final BodyGate gate;
  private final SpoolSpace space;
  private BodyGate.@Nullable Ticket ticket;
  private @Nullable SpoolFile spool;

  StreamedBody(Request request, HttpConfig config, BodyGate gate, SpoolSpace space) {
    this.request = request;
    this.reader = new BodyReader(request, config);
    this.gate = gate;
    this.space = space;
  }

  BodyReader reader() {
    return reader;
  }

  @Override
  public BodyType type() {
    String contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String value = contentType == null ? "" : HeaderParameters.parse(contentType).value();
    return switch (value) {
      case "application/x-www-form-urlencoded" -> BodyType.FORM;
      case "application/json" -> BodyType.JSON;
      default -> value.startsWith("multipart/") ? BodyType.MULTIPART : BodyType.OTHER;
    };
  }

  @Override
  public boolean isEmpty() {
    HttpFields headers = request.getHeaders();
    return request.getLength() <= 0 && !headers.contains(HttpHeader.TRANSFER_ENCODING);
  }

  @Override
  public Form readForm(String principal, long maxBytes) throws IOException {
    open(principal, maxBytes);
    var file = new SpoolFile(space, principal);
    spool = file;
    var parser = new FormParser(ErrorCode.MALFORMED_BODY, file);
    reader.forEach(parser::accept);
    return new SpooledForm(parser.finish(), file);
  }

  @Override
  public byte[] readBytes(String principal, int maxBytes) throws IOException {
    BodyGate.Ticket opened = open(principal, maxBytes);
    var bytes = new ByteArrayOutputStream(Math.clamp(request.getLength(), 32, 64 * 1024));
    reader.forEach(
        buffer -> {
          opened.hold(buffer.remaining());
          byte[] copy = new byte[buffer.remaining()];
          buffer.get(copy);
          bytes.writeBytes(copy);
        });
    return bytes.toByteArray();
  }

  @Override
  public InputStream openStream(String principal, long maxBytes) throws IOException {
    BodyGate.Ticket opened = open(principal, maxBytes);
    return new BodyStream(reader, opened::hold);
  }

  @Override
  public void readMultipart(String principal, long maxBytes, PartHandler handler) throws IOException {
    String contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    HeaderParameters header = HeaderParameters.parse(contentType == null ? "" : contentType);
    var parser = new MultipartParser(header.parameters().getOrDefault("boundary", ""), handler);
    BodyGate.Ticket opened = open(principal, maxBytes);
    reader.forEach(
        buffer -> {
          opened.hold(buffer.remaining());
          parser.accept(buffer);
        });
    parser.finish();
  }

  private BodyGate.Ticket open(String principal, long maxBytes) {
    if (ticket != null) {
      throw new IllegalStateException("the body was read already");
    }
    String coding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw new SafelightException(ErrorCode.UNSUPPORTED_CONTENT_CODING);
    }
    reader.limit(maxBytes);
    BodyGate.Ticket entered = gate.enter(principal);
    ticket = entered;
    return entered;
  }

  /** Gives back what the body holds; what it was read into is no longer valid, unless it is in memory. */
  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
    if (ticket != null) {
      ticket.close();
    }
  }

  private record SpooledForm(List<Parameter> parameters, SpoolFile file) implements Form {
    @Override
    public void close() {
      file.close();
    }
  }
}
