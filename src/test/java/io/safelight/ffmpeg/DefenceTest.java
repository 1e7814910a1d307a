package io.safelight.ffmpeg;

import static io.safelight.ffmpeg.Defence.DESCRIPTOR;
import static io.safelight.ffmpeg.Defence.FORMATS;
import static io.safelight.ffmpeg.Defence.LANDLOCK;
import static io.safelight.ffmpeg.Defence.LANDLOCK_2;
import static io.safelight.ffmpeg.Defence.LIMITS;
import static io.safelight.ffmpeg.Defence.OWN_USER;
import static io.safelight.ffmpeg.Defence.SECCOMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.Await;
import io.safelight.config.ByteSize;
import io.safelight.config.SandboxConfig;
import io.safelight.file.FolderRemover;
import io.safelight.hostile.HostilePlaylists;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which defence stops which attack. Each attack is run without any, where it has to succeed, and then with each one alone: so every
 * one of them is known to stop what it is said to stop, by itself. Programs that ffmpeg was made into are played by a script.
 */
class DefenceTest {
  private static final SandboxConfig CONFIG =
      new SandboxConfig(
          SandboxConfig.Level.NONE,
          new ByteSize(256 << 20),
          new ByteSize(1 << 20),
          Duration.ofMinutes(1),
          0,
          List.of(ConfinedRuns.PERL.toString()));

  private static Sandbox sandbox;

  @TempDir static Path folder;

  @BeforeAll
  static void detect() throws IOException {
    assumeTrue(ThisMachine.isRoot(), "runs can be given another user");
    assumeTrue(ThisMachine.landlock() >= 6, "Landlock knows of signals");
    assumeTrue(ConfinedRuns.hasPerl(), "there is a perl");
    sandbox = Sandbox.detect(CONFIG, TestMedia.installation(), folder, folder);
    assertThat(sandbox.layers())
        .as("every layer but bwrap, which takes the place of others")
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Layer.BUBBLEWRAP)));
  }

  /**
   * An attack.
   *
   * @param stoppedBy each defence that stops it by itself
   */
  record Attack(String name, Set<Defence> stoppedBy, Trial trial) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Tries an attack on a film of somebody else, from the folder of a job. */
  interface Trial {
    boolean succeeds(Optional<Defence> defence, Path job, Path film) throws Exception;
  }

  static Stream<Attack> attacks() {
    return Stream.of(
        new Attack(
            "read a file by a playlist",
            EnumSet.of(DESCRIPTOR, FORMATS, OWN_USER, LANDLOCK_2, LANDLOCK),
            DefenceTest::isStolen),
        new Attack(
            "connect by a playlist", EnumSet.of(DESCRIPTOR, FORMATS, LANDLOCK, SECCOMP), DefenceTest::isConnectedTo),
        new Attack(
            "listen by a session description", EnumSet.of(DESCRIPTOR, FORMATS, SECCOMP), DefenceTest::isListening),
        scripted(
            "read a file",
            EnumSet.of(OWN_USER, LANDLOCK_2, LANDLOCK),
            "open(my $f, '<', $ARGV[0]) or exit 1; exit !defined(<$f>)"),
        scripted(
            "write to a file",
            EnumSet.of(OWN_USER, LANDLOCK_2, LANDLOCK),
            "open(my $f, '>>', $ARGV[0]) or exit 1; print $f 'x'"),
        scripted("remove a file", EnumSet.of(OWN_USER, LANDLOCK_2, LANDLOCK), "exit !unlink($ARGV[0])"),
        scripted("cut off a file", EnumSet.of(OWN_USER, LANDLOCK, SECCOMP), "exit !truncate($ARGV[0], 0)"),
        scripted("change the mode of a file", EnumSet.of(OWN_USER, SECCOMP), "exit !chmod(0777, $ARGV[0])"),
        scripted("change the times of a file", EnumSet.of(OWN_USER, SECCOMP), "exit !utime(1, 1, $ARGV[0])"),
        scripted("end another process", EnumSet.of(OWN_USER, LANDLOCK, SECCOMP), "exit !kill('TERM', $ARGV[1])"),
        new Attack(
            "end another process by a pipe", EnumSet.of(OWN_USER, LANDLOCK, SECCOMP), DefenceTest::isKilledByPipe),
        scripted(
            "start a process", EnumSet.of(SECCOMP), "my $p = fork; exit 1 if !defined $p; exit 0 if !$p; wait; exit 0"),
        scripted("take memory", EnumSet.of(LIMITS), "my $x = 'x' x 400_000_000; exit length($x) < 1"),
        scripted(
            "fill the disk",
            EnumSet.of(LIMITS),
            "open(my $f, '>', 'out') or exit 1; print $f 'x' x 3_000_000; exit !close($f)"),
        scripted(
            "open files",
            EnumSet.of(LIMITS),
            "my @f; for (1..2000) { open(my $f, '<', 'attack.pl') or exit 1; push @f, $f }"));
  }

  private static Attack scripted(String name, Set<Defence> stoppedBy, String script) {
    return new Attack(name, stoppedBy, (defence, job, film) -> isDone(script, defence, job, film));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void an_attack_succeeds_undefended_and_is_stopped_by_each_of_its_defences_alone(Attack attack) throws Exception {
    assertThat(succeeds(attack, Optional.empty())).as("undefended").isTrue();

    Set<Defence> stopping = EnumSet.noneOf(Defence.class);
    for (Defence defence : Defence.values()) {
      if (!succeeds(attack, Optional.of(defence))) {
        stopping.add(defence);
      }
    }
    assertThat(stopping).isEqualTo(attack.stoppedBy());
  }

  private static boolean succeeds(Attack attack, Optional<Defence> defence) throws Exception {
    Path job = Files.createTempDirectory(folder, "job-");
    Path neighbour = Files.createTempDirectory(folder, "neighbour-");
    Path film = Files.copy(TestMedia.mp4(), neighbour.resolve("film.mp4"));
    Files.setPosixFilePermissions(film, PosixFilePermissions.fromString("rw-------"));
    try {
      return attack.trial().succeeds(defence, job, film);
    } finally {
      FolderRemover.remove(job);
      FolderRemover.remove(neighbour);
    }
  }

  private static boolean isStolen(Optional<Defence> defence, Path job, Path film) throws Exception {
    ffmpeg(defence, job, "list.m3u8", HostilePlaylists.hls(film.toUri().toString()));
    Path stolen = job.resolve("stolen.mkv");
    return Files.exists(stolen) && Files.size(stolen) > Files.size(film) / 2;
  }

  private static boolean isDone(String script, Optional<Defence> defence, Path work, Path file) throws Exception {
    Process victim = new ProcessBuilder("sleep", "60").start();
    try {
      Path program = Files.writeString(work.resolve("attack.pl"), script);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
      List<String> arguments = List.of("attack.pl", file.toString(), Long.toString(victim.pid()));
      ProcessEnd end = start(defence, ConfinedRuns.PERL, arguments, work, SpawnRequest.NO_INPUT).await();
      return end instanceof ProcessEnd.Exited exited && exited.code() == 0;
    } finally {
      victim.destroyForcibly();
    }
  }

  /** Whether a pipe that was made another process's own sends it a signal once it can be read. */
  private static boolean isKilledByPipe(Optional<Defence> defence, Path work, Path film) throws Exception {
    Process victim = new ProcessBuilder("sleep", "60").start();
    Path program = Files.writeString(work.resolve("attack.pl"), ConfinedRuns.KILL_BY_PIPE);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> arguments = List.of("attack.pl", Long.toString(victim.pid()));
    var _ = start(defence, ConfinedRuns.PERL, arguments, work, SpawnRequest.NO_INPUT).await();
    // One that has the other signal already does not get this one.
    victim.destroy();
    return victim.waitFor() == 128 + LibC.SIGKILL;
  }

  private static boolean isConnectedTo(Optional<Defence> defence, Path work, Path film) throws Exception {
    Set<Integer> callers = ConcurrentHashMap.newKeySet();
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuseAll(listener, callers));
      String url = "http://127.0.0.1:" + listener.getLocalPort() + "/film.mp4";
      ffmpeg(defence, work, "list.m3u8", HostilePlaylists.hls(url));
      // Who comes first is accepted first: once this one is, everybody has been.
      try (Socket last = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
        Await.until("the last caller is accepted", () -> callers.contains(last.getLocalPort()));
      }
    }
    return callers.size() > 1;
  }

  private static void refuseAll(ServerSocket listener, Set<Integer> callers) {
    while (!listener.isClosed()) {
      try (Socket caller = listener.accept()) {
        callers.add(caller.getPort());
      } catch (IOException closed) {
        // All have come.
      }
    }
  }

  /** Whether the port of a session is open before the reader of the session has ended. */
  private static boolean isListening(Optional<Defence> defence, Path work, Path film) throws Exception {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    SupervisedProcess reader = start(defence, work, "list.sdp", HostilePlaylists.SESSION.replace("5004", "" + port));
    var end = new FutureTask<ProcessEnd>(reader::await);
    Thread waiting = Thread.ofVirtual().start(end);
    Await.until("the reader listens or has ended", () -> end.isDone() || isOpen(port));
    boolean listening = isOpen(port);
    waiting.interrupt();
    waiting.join();
    return listening;
  }

  /** Linux, proc(5): the local address of each UDP socket stands in hexadecimal digits before the remote one. */
  private static boolean isOpen(int port) throws IOException {
    String local = ":%04X ".formatted(port);
    return Stream.concat(
            Files.readAllLines(Path.of("/proc/net/udp")).stream(), Files.readAllLines(Path.of("/proc/net/udp6")).stream())
        .map(line -> line.substring(0, line.indexOf(' ', line.indexOf(':') + 2) + 1))
        .anyMatch(line -> line.endsWith(local));
  }

  /** Runs ffmpeg on a file of the job as a careless program would, but for one defence. */
  private static void ffmpeg(Optional<Defence> defence, Path work, String name, String content) throws Exception {
    var _ = start(defence, work, name, content).await();
  }

  private static SupervisedProcess start(Optional<Defence> defence, Path work, String name, String content)
      throws Exception {
    Path input = Files.writeString(work.resolve(name), content);
    Files.setPosixFilePermissions(input, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> guard = InputGuard.input(60_000_000);
    List<String> arguments = new ArrayList<>(List.of("-nostdin", "-y", "-loglevel", "error"));
    if (defence.equals(Optional.of(DESCRIPTOR))) {
      arguments.addAll(List.of("-protocol_whitelist", "fd", "-fd", "0", "-i", "fd:"));
    } else {
      arguments.addAll(List.of("-protocol_whitelist", "file,http,tcp,udp,rtp,crypto"));
      if (defence.equals(Optional.of(FORMATS))) {
        int formats = guard.indexOf("-format_whitelist");
        arguments.addAll(guard.subList(formats, formats + 2));
      }
      arguments.addAll(List.of("-i", name));
    }
    arguments.addAll(List.of("-c", "copy", "stolen.mkv"));
    return start(defence, TestMedia.installation().ffmpeg(), arguments, work, RunInput.of(input));
  }

  private static SupervisedProcess start(
      Optional<Defence> defence, Path program, List<String> arguments, Path work, RunInput input) {
    Sandbox alone = sandbox.with(defence.map(Defence::layers).orElse(EnumSet.noneOf(Layer.class)));
    if (defence.equals(Optional.of(LANDLOCK_2))) {
      alone = alone.withLandlock(2);
    }
    Duration timeout = Duration.ofMinutes(1);
    SpawnRequest request = alone.request(TestMedia.installation(), program, arguments, work, input, timeout);
    return SupervisedProcess.start(request, timeout, new BoundedOutput());
  }
}
