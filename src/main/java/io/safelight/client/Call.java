package io.safelight.client;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A request that can be sent several times.
 *
 * @param contentType empty when there is no body
 * @param sent the parameters in short, for {@link ExchangeObserver}
 * @param repeatable whether sending it again does no harm when it may have been done already
 */
record Call(String method, URI uri, String contentType, Supplier<BodyPublisher> body, String sent, boolean repeatable) {

  static Call get(URI uri, Map<String, String> parameters) {
    String query = parameters.isEmpty() ? "" : "?" + encode(parameters);
    return new Call("GET", URI.create(uri + query), "", BodyPublishers::noBody, "", true);
  }

  static Call form(URI uri, Map<String, String> parameters, boolean repeatable) {
    String body = encode(parameters);
    return new Call(
        "POST",
        uri,
        "application/x-www-form-urlencoded",
        () -> BodyPublishers.ofString(body),
        inShort(parameters),
        repeatable);
  }

  static Call json(URI uri, String json) {
    return new Call("POST", uri, "application/json", () -> BodyPublishers.ofString(json), json, true);
  }

  static String inShort(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
