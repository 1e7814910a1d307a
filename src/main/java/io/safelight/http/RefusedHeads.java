package io.safelight.http;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests that Jetty refuses before they come to a route: in the dialect that the beginning of their path asks
 * for, and in plain text where the request line was not even read. The connection is closed. They are counted like requests that
 * no route matches.
 */
final class RefusedHeads implements Request.Handler {
  private final Router router;
  private final int maxHead;
  private final Exchanges exchanges;
  private final HttpMetrics metrics;

  /**
   * @param maxHead bytes of request line and headers that Jetty takes
   */
  RefusedHeads(Router router, int maxHead, Exchanges exchanges, HttpMetrics metrics) {
    this.router = router;
    this.maxHead = maxHead;
    this.exchanges = exchanges;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, org.eclipse.jetty.server.Response response, Callback callback) {
    long started = System.nanoTime();
    SafelightException error = error(request, response.getStatus());
    String path = JettyExchange.rawPath(request);
    ErrorRenderer errors = router.errors(path);
    Response answer = Failures.withHeaders(errors.render(error, exchanges.begin(request, path, Map.of())), error);
    response.setStatus(answer.status());
    answer.headers().forEach(header -> response.getHeaders().add(header.name(), header.value()));
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.bytes().remaining());
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    if (!ResponseWriter.hasFailed(request)) {
      // Before it is written: Jetty closes the connection before it says that it has.
      metrics.record(null, answer.status(), System.nanoTime() - started);
    }
    response.write(true, request.getMethod().equals("HEAD") ? BufferUtil.EMPTY_BUFFER : answer.bytes(), callback);
    return true;
  }

  private SafelightException error(Request request, int status) {
    return switch (status) {
      case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          new SafelightException(
                  ErrorCode.HEAD_TOO_LARGE,
                  "The request line and headers are longer than " + maxHead + " bytes together."
                      + " Send media, and parameters as long as this, in the body of the request.")
              .with("limit", maxHead);
      case HttpStatus.SERVICE_UNAVAILABLE_503 ->
          new SafelightException(ErrorCode.OVER_CAPACITY, "The server is stopping; send this request again.")
              .retryAfter(BodyGate.RETRY_AFTER);
      case HttpStatus.INTERNAL_SERVER_ERROR_500 -> new SafelightException(ErrorCode.INTERNAL);
      default ->
          request.getHttpURI().hasViolations()
              ? new SafelightException(
                  ErrorCode.MALFORMED_REQUEST,
                  "The path is ambiguous. Write it without empty segments (//), dot segments and encoded slashes (%2F).")
              : new SafelightException(ErrorCode.MALFORMED_REQUEST);
    };
  }
}
