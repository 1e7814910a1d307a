package io.safelight.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Finds out whether a Safelight answers at an address. */
final class RunningCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private RunningCheck() {}

  static boolean answers(String host, int port) {
    if (port == 0) {
      return false;
    }
    String name = host.contains(":") ? "[" + host + "]" : host;
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpRequest live =
          HttpRequest.newBuilder(URI.create("http://" + name + ":" + port + "/health/live")).timeout(PATIENCE).build();
      HttpResponse<String> answer = http.send(live, BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().equals("{\"status\":\"up\"}");
    } catch (IOException | IllegalArgumentException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
