package io.safelight.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Safelight server in a process and data folder of its own, run by the same JDK and jar as the benchmark. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://[^\\s:]+:(\\d+)");
  private static final Duration STOP_TIME = Duration.ofSeconds(20);

  private final Process process;
  private final Path data;
  private final int port;
  private final Duration startTime;

  private ServerProcess(Process process, Path data, int port, Duration startTime) {
    this.process = process;
    this.data = data;
    this.port = port;
    this.startTime = startTime;
  }

  /**
   * Starts a server and waits until it says that it is ready.
   *
   * @param folder an empty folder for the data and the log
   * @param jvmOptions options that win over those of this process, such as {@code -Xmx256m}
   * @param serveOptions further arguments of {@code serve}
   */
  static ServerProcess start(Path folder, List<String> jvmOptions, List<String> serveOptions) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    List<String> command = command("io.safelight.Main", jvmOptions);
    command.addAll(List.of("serve", "--port", "0", "--data", data.toString()));
    command.addAll(serveOptions);
    return start(command, folder, data);
  }

  /** Starts {@link BareJetty} with the same JVM options. */
  static ServerProcess startBareJetty(Path folder) throws IOException {
    Files.createDirectories(folder);
    return start(command(BareJetty.class.getName(), List.of()), folder, folder);
  }

  private static ServerProcess start(List<String> command, Path folder, Path data) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(folder.resolve("server.log").toFile()).start();
    long started = System.nanoTime();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line;
    while ((line = output.readLine()) != null) {
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new ServerProcess(process, data, Integer.parseInt(address.group(1)), took);
      }
    }
    throw new IOException("the server did not start: " + Files.readString(folder.resolve("server.log")).strip());
  }

  private static List<String> command(String mainClass, List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-agentlib"))
        .forEach(command::add);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), mainClass));
    return command;
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  /** From the start of the process to the line that says it is ready. */
  Duration startTime() {
    return startTime;
  }

  ProcessUsage usage() {
    return new ProcessUsage(List.of(process.pid()));
  }

  /** Makes a user the way an operator does. */
  BenchUser createUser(String name) throws IOException, InterruptedException {
    List<String> command = command("io.safelight.Main", List.of());
    command.addAll(List.of("user", "create", name, "--data", data.toString(), "--json"));
    Process create = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String json = new String(create.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (create.waitFor() != 0) {
      throw new IOException("user create ended with " + create.exitValue());
    }
    return BenchUser.parse(json);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIME.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
