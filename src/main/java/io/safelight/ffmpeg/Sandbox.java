package io.safelight.ffmpeg;

import io.safelight.config.SandboxConfig;
import io.safelight.config.SandboxConfig.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every run of ffmpeg on a foreign file is confined by, decided once by trying it. Immutable. */
public final class Sandbox {
  private static final Logger log = LoggerFactory.getLogger(Sandbox.class);

  /** Libraries and the loader, wherever a distribution has them, and the shell that sets limits. */
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/lib"),
          Path.of("/lib64"),
          Path.of("/usr/lib"),
          Path.of("/usr/lib64"),
          Path.of("/usr/local/lib"),
          Path.of("/etc/ld.so.cache"),
          ResourceLimits.SHELL);

  /** For the stacks of threads, of which encoders start some for each processor. */
  private static final long MEMORY_PER_PROCESSOR = 64L << 20;

  /** glibc otherwise keeps a heap for each of many threads, and reserves 64 MiB of address space for each. */
  private static final Map<String, String> FEW_HEAPS = Map.of("MALLOC_ARENA_MAX", "4");

  private final SandboxConfig config;
  private final Set<Layer> layers;
  private final int landlock;
  private final Optional<ConfinedUser> user;
  private final Optional<Bubblewrap> bubblewrap;

  Sandbox(
      SandboxConfig config,
      Set<Layer> layers,
      int landlock,
      Optional<ConfinedUser> user,
      Optional<Bubblewrap> bubblewrap) {
    this.config = config;
    this.layers = EnumSet.noneOf(Layer.class);
    this.layers.addAll(layers);
    this.landlock = landlock;
    this.user = user;
    this.bubblewrap = bubblewrap;
  }

  /**
   * The strongest sandbox that works on this machine. Runs ffmpeg in it. What does not work is logged.
   *
   * @param data the folder by whose name the server's runs get their user
   * @param folder where to try; best on the file system where jobs will run. It is left as it was
   */
  public static Sandbox detect(SandboxConfig config, FfmpegInstallation installation, Path data, Path folder) {
    return new SandboxTrials(config, installation, ConfinedUser.of(data, config.uid()), folder)
        .strongest(EnumSet.allOf(Layer.class));
  }

  /**
   * Logs what the sandbox is, for the operator of a server that starts with it.
   *
   * @throws FfmpegUnavailableException when it is less than a level
   */
  public void require(Level least) {
    if (level().compareTo(least) < 0) {
      throw new FfmpegUnavailableException(
          String.format(
              Locale.ROOT,
              "sandbox.require asks for %s, but ffmpeg can be confined here only to %s. The log says what is missing; to start"
                  + " all the same, ask for less.",
              least.wireName(), describe()));
    }
    if (level() == Level.LANDLOCK) {
      log.info("ffmpeg is confined to the level {}", describe());
    } else {
      log.warn("ffmpeg is confined to the level {} only: do not take files from strangers; see SECURITY.md", describe());
    }
  }

  /** How far runs are confined. */
  public Level level() {
    if (!layers.contains(Layer.LIMITS)) {
      return Level.NONE;
    }
    if (!layers.contains(Layer.SECCOMP)) {
      return Level.LIMITS;
    }
    if (layers.contains(Layer.LANDLOCK)) {
      return Level.LANDLOCK;
    }
    return layers.contains(Layer.BUBBLEWRAP) ? Level.BUBBLEWRAP : Level.LIMITS;
  }

  /** The version of Landlock's rules, where it is in use. */
  public OptionalInt landlockVersion() {
    return layers.contains(Layer.LANDLOCK) ? OptionalInt.of(landlock) : OptionalInt.empty();
  }

  /** The level and what it consists of, such as {@code landlock (Landlock ABI 7, seccomp, one process, uid 1900000001, limits)}. */
  public String describe() {
    List<String> parts = new ArrayList<>();
    landlockVersion().ifPresent(version -> parts.add("Landlock ABI " + version));
    if (layers.contains(Layer.BUBBLEWRAP)) {
      parts.add("bwrap");
    }
    if (layers.contains(Layer.SECCOMP)) {
      parts.add("seccomp");
    }
    if (layers.contains(Layer.ONE_PROCESS)) {
      parts.add("one process");
    }
    user().ifPresent(own -> parts.add(own.toString()));
    if (layers.contains(Layer.LIMITS)) {
      parts.add("limits");
    }
    String level = level().wireName();
    return parts.isEmpty() || parts.equals(List.of(level)) ? level : level + " (" + String.join(", ", parts) + ")";
  }

  /**
   * The same sandbox without what makes it more than a level, to be compared with it.
   *
   * @param most none, limits, or a level that it has
   */
  public Sandbox atMost(Level most) {
    return switch (most) {
      case NONE -> with(Set.of());
      case LIMITS -> with(EnumSet.of(Layer.LIMITS));
      case BUBBLEWRAP, LANDLOCK -> this;
    };
  }

  /** The same sandbox with other layers, of which those that do not work here will fail every run. */
  Sandbox with(Set<Layer> others) {
    return new Sandbox(config, others, landlock, user, bubblewrap);
  }

  /** The same sandbox with rules as an older kernel has them. */
  Sandbox withLandlock(int version) {
    return new Sandbox(config, layers, version, user, bubblewrap);
  }

  /** The same sandbox with other settings. */
  Sandbox with(SandboxConfig others) {
    return new Sandbox(others, layers, landlock, user, bubblewrap);
  }

  Set<Layer> layers() {
    return Collections.unmodifiableSet(layers);
  }

  /** Whom runs are given to. */
  Optional<ConfinedUser> user() {
    return layers.contains(Layer.OWN_USER) ? user : Optional.empty();
  }

  /**
   * A confined run.
   *
   * @param timeout wall-clock time that it gets
   */
  SpawnRequest request(
      FfmpegInstallation installation,
      Path program,
      List<String> arguments,
      Path folder,
      RunInput input,
      Duration timeout) {
    Optional<ResourceLimits> limits = layers.contains(Layer.LIMITS) ? Optional.of(limits(timeout)) : Optional.empty();
    var environment = new HashMap<>(installation.environment());
    if (limits.isPresent()) {
      environment.putAll(FEW_HEAPS);
    }
    return new SpawnRequest(
        program,
        arguments,
        environment,
        folder.toAbsolutePath(),
        input,
        new Confinement(
            user(),
            landlockVersion().orElse(0),
            readable(installation),
            layers.contains(Layer.SECCOMP),
            layers.contains(Layer.ONE_PROCESS),
            limits,
            layers.contains(Layer.BUBBLEWRAP) ? bubblewrap : Optional.empty()));
  }

  /** Processor time that a run may use without getting any further. */
  Duration standstill() {
    return config.standstill();
  }

  private ResourceLimits limits(Duration timeout) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new ResourceLimits(
        config.memory().bytes() + processors * MEMORY_PER_PROCESSOR,
        timeout.multipliedBy(processors),
        config.fileSize().bytes());
  }

  private List<Path> readable(FfmpegInstallation installation) {
    List<Path> readable = new ArrayList<>(SYSTEM);
    readable.addAll(installation.readable());
    config.readable().stream().map(Path::of).forEach(readable::add);
    return readable;
  }
}
