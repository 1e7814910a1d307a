package io.safelight.ffmpeg;

import io.safelight.config.SandboxConfig;
import io.safelight.file.FolderRemover;
import io.safelight.file.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which layers work on this machine: a child in each sandbox tries what it must not be able to do, and what it must.
 * Whether a kernel knows a call says little: a container may forbid it, and a filter may be accepted that filters nothing.
 */
final class SandboxTrials {
  private static final Logger log = LoggerFactory.getLogger(SandboxTrials.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final int READ_A_FILE = 10;
  private static final int SENT_A_SIGNAL = 11;
  private static final int CANNOT_WRITE = 12;

  private final SandboxConfig config;
  private final FfmpegInstallation installation;
  private final Path folder;
  private final int landlock;
  private final Optional<ConfinedUser> user;
  private final Optional<Bubblewrap> bubblewrap = Bubblewrap.find();

  SandboxTrials(
      SandboxConfig config, FfmpegInstallation installation, Optional<ConfinedUser> user, Path folder) {
    this.config = config;
    this.installation = installation;
    this.folder = folder;
    this.landlock = landlockVersion();
    this.user = user;
  }

  /**
   * The strongest that works.
   *
   * @param possible what is tried
   */
  Sandbox strongest(Set<Layer> possible) {
    Set<Layer> all = EnumSet.of(Layer.LIMITS, Layer.SECCOMP, Layer.LANDLOCK, Layer.ONE_PROCESS);
    if (user.isPresent()) {
      all.add(Layer.OWN_USER);
    }
    all.retainAll(possible);
    Set<Layer> working = EnumSet.noneOf(Layer.class);
    boolean ffmpegRuns = tryOut(sandbox(working), true).isEmpty();
    // All at once, as nearly everywhere all work.
    if (all.contains(Layer.LANDLOCK) && tryOut(sandbox(all), ffmpegRuns).isEmpty()) {
      return sandbox(all);
    }
    for (Layer layer : all) {
      if (layer == Layer.ONE_PROCESS && !working.contains(Layer.SECCOMP)) {
        continue;
      }
      Set<Layer> more = EnumSet.of(layer);
      more.addAll(working);
      Optional<String> problem = tryOut(sandbox(more), ffmpegRuns);
      if (problem.isEmpty()) {
        working = more;
      } else {
        log.warn("ffmpeg cannot be confined by {} here: {}", layer.name().toLowerCase(Locale.ROOT), problem.get());
      }
    }
    Set<Layer> inNamespaces = EnumSet.of(Layer.LIMITS, Layer.SECCOMP, Layer.BUBBLEWRAP);
    boolean helps = !working.contains(Layer.LANDLOCK) && bubblewrap.isPresent() && possible.containsAll(inNamespaces);
    return helps && tryOut(sandbox(inNamespaces), ffmpegRuns).isEmpty() ? sandbox(inNamespaces) : sandbox(working);
  }

  /**
   * What is wrong with a sandbox; empty when it holds and ffmpeg runs in it.
   *
   * @param withFfmpeg whether ffmpeg has to run: it is not the sandbox's fault when it does not run outside either
   */
  private Optional<String> tryOut(Sandbox sandbox, boolean withFfmpeg) {
    try {
      // Inside one that nobody else can enter: the record of the process stands beside its folder.
      Path around = Files.createTempDirectory(folder, "trial-", OwnerOnly.folder());
      try {
        Path work = Files.createDirectory(around.resolve("work"), OwnerOnly.folder());
        Optional<String> problem = tryShell(sandbox, work);
        return problem.isEmpty() && withFfmpeg ? tryFfmpeg(sandbox, work) : problem;
      } finally {
        FolderRemover.remove(around);
      }
    } catch (IOException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private Optional<String> tryShell(Sandbox sandbox, Path work) throws IOException, InterruptedException {
    BoundedOutput output = new BoundedOutput();
    ProcessEnd end = run(sandbox, ResourceLimits.SHELL, List.of("-c", script(sandbox.layers())), work, output);
    if (!(end instanceof ProcessEnd.Exited exited)) {
      return Optional.of(end.log());
    }
    String memory = new String(output.bytes(), StandardCharsets.US_ASCII).strip();
    return switch (exited.code()) {
      case 0 -> missed(sandbox, work.resolve("written"), memory);
      case READ_A_FILE -> Optional.of("a file outside could be read");
      case SENT_A_SIGNAL -> Optional.of("a refused system call succeeded");
      case CANNOT_WRITE -> Optional.of("its own folder cannot be written");
      default -> Optional.of("exit status " + exited.code() + ": " + exited.log());
    };
  }

  /** Nothing but what a shell does by itself: it could not start another program. */
  private static String script(Set<Layer> layers) {
    List<String> lines = new ArrayList<>();
    if (layers.contains(Layer.LANDLOCK) || layers.contains(Layer.BUBBLEWRAP)) {
      lines.add("{ read -r line; } < /proc/self/status && exit " + READ_A_FILE);
    }
    if (layers.contains(Layer.SECCOMP)) {
      lines.add("kill -0 $$ && exit " + SENT_A_SIGNAL);
    }
    lines.add("{ :; } > written || exit " + CANNOT_WRITE);
    lines.add("ulimit -v");
    return String.join("\n", lines);
  }

  private Optional<String> missed(Sandbox sandbox, Path written, String memory) throws IOException {
    if (sandbox.layers().contains(Layer.LIMITS) && memory.equals("unlimited")) {
      return Optional.of("memory is not limited");
    }
    Object owner = Files.getAttribute(written, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    Files.delete(written);
    return sandbox.user().isPresent() && !owner.equals(sandbox.user().get().id())
        ? Optional.of("it runs as another user than asked for")
        : Optional.empty();
  }

  private Optional<String> tryFfmpeg(Sandbox sandbox, Path work) throws InterruptedException {
    ProcessEnd end = run(sandbox, installation.ffmpeg(), List.of("-version"), work, new BoundedOutput());
    return OutcomeClassifier.classify(end) instanceof RunOutcome.Succeeded
        ? Optional.empty()
        : Optional.of("ffmpeg does not run in it; does it need files that sandbox.readable should name? " + end.log());
  }

  private ProcessEnd run(Sandbox sandbox, Path program, List<String> arguments, Path work, BoundedOutput output)
      throws InterruptedException {
    SpawnRequest request =
        sandbox.request(installation, program, arguments, work, SpawnRequest.NO_INPUT, TIMEOUT);
    return SupervisedProcess.start(request, TIMEOUT, output).await();
  }

  private Sandbox sandbox(Set<Layer> layers) {
    return new Sandbox(config, layers, landlock, user, bubblewrap);
  }

  private static int landlockVersion() {
    try {
      return Math.max(1, Landlock.version());
    } catch (LibCException e) {
      // It will be tried all the same, and the trial says what is wrong.
      return 1;
    }
  }
}
