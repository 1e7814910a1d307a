package io.safelight.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks on at the ffmpeg processes of a server, to learn with which arguments the longest one ran. */
final class SpiedFfmpeg implements AutoCloseable {
  private static final long PAUSE_MILLIS = 5;

  private final ProcessHandle server;
  private final Map<List<String>, Integer> seen = new HashMap<>();
  private final Thread thread;

  SpiedFfmpeg(ServerProcess server) {
    this.server = ProcessHandle.of(server.pid()).orElseThrow();
    this.thread = Thread.ofPlatform().daemon().name("spy").start(this::look);
  }

  /** The arguments, without the program, of the run that was seen the most. */
  List<String> longest() throws IOException {
    close();
    return seen.entrySet().stream()
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElseThrow(() -> new IOException("the server ran no ffmpeg"));
  }

  /** Whether the server runs any process now. */
  static boolean isBusy(ServerProcess server) {
    return ProcessHandle.of(server.pid()).orElseThrow().children().findAny().isPresent();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void look() {
    try {
      while (true) {
        server.children().forEach(child -> note(child.pid()));
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException end) {
      // Asked to.
    }
  }

  private void note(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.UTF_8);
      List<String> command = Arrays.asList(line.split("\0"));
      if (command.getFirst().endsWith("ffmpeg")) {
        seen.merge(command.subList(1, command.size()), 1, Integer::sum);
      }
    } catch (IOException gone) {
      // It has ended meanwhile.
    }
  }
}
