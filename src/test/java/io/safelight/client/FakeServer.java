package io.safelight.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes uploads like a server, on a real socket, and can be told to answer the next request of a kind differently. */
final class FakeServer implements AutoCloseable {
  /** An answer to give instead of the usual one; status 0 drops the connection. */
  record Answer(int status, String body, Map<String, String> headers) {
    static final Answer LOST = new Answer(0, "", Map.of());
  }

  private static final Pattern PART = Pattern.compile("name=\"(\\w+)\"\r\n\r\n([^\r]*)\r\n");

  private final HttpServer server;
  private final Map<String, Deque<Answer>> planned = new HashMap<>();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Map<Integer, byte[]> segments = new TreeMap<>();
  private final Deque<String> processing = new ArrayDeque<>();
  private boolean open;

  FakeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * Plans an answer for the next request of this kind, such as {@code APPEND 2} or {@code /1.1/statuses/update.json}.
   */
  synchronized void plan(String request, Answer answer) {
    planned.computeIfAbsent(request, key -> new ArrayDeque<>()).add(answer);
  }

  /** The {@code processing_info} of the next answer to FINALIZE or STATUS; the last one is repeated. */
  synchronized void process(String info) {
    processing.add(info);
  }

  /** What was asked, in order. */
  List<String> log() {
    return List.copyOf(log);
  }

  synchronized byte[] received() {
    var all = new ByteArrayOutputStream();
    segments.values().forEach(all::writeBytes);
    return all.toByteArray();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> parameters = parameters(exchange, body);
    String request = parameters.getOrDefault("command", exchange.getRequestURI().getPath());
    if (parameters.containsKey("segment_index")) {
      request += " " + parameters.get("segment_index");
    }
    log.add(request);
    answer(exchange, next(request, parameters, body));
  }

  private synchronized Answer next(String request, Map<String, String> parameters, byte[] body) {
    Deque<Answer> plan = planned.get(request);
    if (plan != null && !plan.isEmpty()) {
      return plan.remove();
    }
    if (request.startsWith("APPEND")) {
      segments.put(Integer.parseInt(parameters.get("segment_index")), media(body));
      return new Answer(204, "", Map.of());
    }
    open = request.equals("INIT") || (open && !request.equals("FINALIZE"));
    return switch (request) {
      case "INIT" -> json(202, "");
      case "FINALIZE" -> json(201, processingInfo());
      case "STATUS" -> json(200, open ? uploadInfo() : processingInfo());
      default -> new Answer(200, "{\"id_str\":\"7\",\"text\":\"hello\"}", Map.of());
    };
  }

  private static Answer json(int status, String info) {
    String member = info.isEmpty() ? "" : ",\"processing_info\":" + info;
    return new Answer(status, "{\"media_id\":12,\"media_id_string\":\"12\"" + member + "}", Map.of());
  }

  private String processingInfo() {
    return processing.size() > 1 ? processing.remove() : processing.isEmpty() ? "" : processing.element();
  }

  private String uploadInfo() {
    String received = String.join(",", segments.keySet().stream().map(String::valueOf).toList());
    return "{\"state\":\"pending\",\"check_after_secs\":30,\"phase\":\"uploading\",\"upload\":{\"bytes_received\":1,"
        + "\"total_bytes\":2,\"segments_received\":\"" + received + "\",\"missing_segments\":\"\"}}";
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    if (answer.status() == 0) {
      exchange.close();
      return;
    }
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, String> parameters(HttpExchange exchange, byte[] body) {
    var parameters = new HashMap<String, String>();
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (type.startsWith("multipart/form-data")) {
      Matcher part = PART.matcher(new String(body, StandardCharsets.ISO_8859_1));
      while (part.find()) {
        parameters.put(part.group(1), part.group(2));
      }
      return parameters;
    }
    String query = exchange.getRequestURI().getRawQuery();
    String form = query == null ? new String(body, StandardCharsets.UTF_8) : query;
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        parameters.put(pair.substring(0, equals), value);
      }
    }
    return parameters;
  }

  private static byte[] media(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int start = text.indexOf("application/octet-stream\r\n\r\n") + "application/octet-stream\r\n\r\n".length();
    return text.substring(start, text.lastIndexOf("\r\n--")).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
