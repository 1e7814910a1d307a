package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.Await;
import io.safelight.config.ByteSize;
import io.safelight.config.SandboxConfig;
import io.safelight.config.SandboxConfig.Level;
import io.safelight.ffmpeg.ConfinedRuns.Result;
import io.safelight.hostile.Escape;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a confined program can do, tried by programs in the place of ffmpeg, on a machine where every layer works. */
class SandboxTest {
  @TempDir static Path trials;

  private static Sandbox sandbox;

  @TempDir private Path around;
  private Path folder;
  private Path outside;

  @BeforeAll
  static void detect() {
    assumeTrue(ThisMachine.landlock() > 0, "the kernel has Landlock");
    assumeTrue(ConfinedRuns.hasPerl(), "there is a perl");
    sandbox = Sandbox.detect(ConfinedRuns.config("4 GiB", ConfinedRuns.PERL), TestMedia.installation(), trials, trials);
    assertThat(sandbox.level()).as(sandbox.describe()).isEqualTo(Level.LANDLOCK);
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(around.resolve("work"));
    outside = Files.writeString(around.resolve("outside"), "secret");
    // Whoever is stopped from reading it is not stopped by its mode.
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setPosixFilePermissions(around, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void the_level_names_what_it_consists_of() {
    assertThat(sandbox.describe()).startsWith("landlock (Landlock ABI ").contains("seccomp", "limits");
    assertThat(sandbox.with(EnumSet.of(Layer.LIMITS)).describe()).isEqualTo("limits");
    assertThat(sandbox.with(Set.of()).describe()).isEqualTo("none");
    assertThat(sandbox.with(Set.of()).level()).isEqualTo(Level.NONE);
  }

  @Test
  void where_the_calls_of_a_processor_are_not_known_no_layer_works_and_the_search_for_one_ends() {
    String processor = System.setProperty("os.arch", "riscv64");
    try {
      Sandbox there = Sandbox.detect(ConfinedRuns.config("4 GiB"), TestMedia.installation(), trials, trials);
      assertThat(there.level()).isEqualTo(Level.NONE);
    } finally {
      System.setProperty("os.arch", processor);
    }
  }

  @Test
  void a_level_that_is_required_and_not_there_ends_the_start_with_a_sentence() {
    sandbox.require(Level.LANDLOCK);
    assertThatThrownBy(() -> sandbox.with(EnumSet.of(Layer.LIMITS)).require(Level.LANDLOCK))
        .isInstanceOf(FfmpegUnavailableException.class)
        .hasMessageStartingWith("sandbox.require asks for landlock, but ffmpeg can be confined here only to limits.");
  }

  @Test
  void its_own_folder_can_be_read_and_written_and_nothing_else() throws Exception {
    Result result =
        ConfinedRuns.shell(
            sandbox,
            folder,
            """
            echo mine > own && read -r line < own && echo "own: $line"
            for file in %s /etc/passwd /proc/self/status /dev/null /tmp; do
              { read -r line; } < $file && echo "read $file"
            done
            for file in %s %s/new /tmp/safelight-new /dev/shm/safelight-new; do
              { echo x; } > $file && echo "wrote $file"
            done
            """.formatted(outside, outside, around));

    assertThat(result.output()).isEqualTo("own: mine\n");
    assertThat(outside).hasContent("secret");
    assertThat(around.resolve("new")).doesNotExist();
  }

  @Test
  void every_call_of_the_list_is_refused() throws Exception {
    Map<String, Integer> refused = RefusedCalls.ofThisMachine();
    String numbers = refused.entrySet().stream().map(Object::toString).collect(Collectors.joining(",")).replace("=", "=>");
    String script = "$| = 1; my %c = (" + numbers + "); for (sort keys %c) { $! = 0; syscall($c{$_}, 0, 0, 0, 0, 0);"
        + " print \"$_ \", $! + 0, \"\\n\" }";

    List<String> answers = ConfinedRuns.perl(sandbox, folder, script).lines();

    assertThat(answers).containsExactlyElementsOf(refused.keySet().stream().map(name -> name + " 1").toList());
  }

  @Test
  void no_socket_is_made_and_no_other_program_is_started() throws Exception {
    String script =
        """
        $| = 1;
        use strict;
        print "fork\\n" if defined fork;
        print "kill\\n" if kill 0, getppid;
        print "socket\\n" if syscall(%d, 2, 1, 0) >= 0;
        print "exec\\n" unless system("/usr/bin/id");
        """.formatted(SystemCall.SOCKET.number(Architecture.ofThisMachine().orElseThrow()).getAsInt());

    assertThat(ConfinedRuns.perl(sandbox, folder, script).output()).isEmpty();
    // The same script, to see that it can succeed.
    assertThat(ConfinedRuns.perl(sandbox.with(EnumSet.of(Layer.LIMITS)), folder, script).lines())
        .contains("fork", "kill", "socket", "exec");
  }

  @Test
  void where_landlock_is_old_the_filter_keeps_files_from_being_cut_off_or_made_readable() throws Exception {
    // As a server of an ordinary user on Debian 12: the same user, and rules that do not know of truncate.
    Sandbox old = sandbox.with(EnumSet.of(Layer.LIMITS, Layer.LANDLOCK, Layer.SECCOMP)).withLandlock(2);
    String attack = "print truncate('%s', 0) ? 'cut' : $!+0, ' ', chmod(0777, '%s') ? 'chmod' : $!+0".formatted(outside, outside);

    assertThat(ConfinedRuns.perl(old, folder, attack).output()).isEqualTo("1 1");
    assertThat(outside).hasContent("secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(outside))).isEqualTo("rw-rw-rw-");

    assertThat(ConfinedRuns.perl(old.with(EnumSet.of(Layer.LIMITS, Layer.LANDLOCK)), folder, attack).output())
        .as("the rules alone")
        .isEqualTo("cut chmod");
  }

  @Test
  void rules_of_every_version_hold() throws Exception {
    Set<Layer> rulesOnly = EnumSet.of(Layer.LIMITS, Layer.LANDLOCK);
    for (int version = 1; version <= sandbox.landlockVersion().orElseThrow(); version++) {
      Result result =
          ConfinedRuns.shell(
              sandbox.with(rulesOnly).withLandlock(version),
              folder,
              "{ read -r line; } < %s && echo read; { echo x; } > %s && echo wrote; echo own > own && echo fine".formatted(outside, outside));
      assertThat(result.output()).as("version " + version).isEqualTo("fine\n");
    }
  }

  @Test
  void a_server_that_is_root_gives_its_runs_a_user_that_owns_the_folder_only() throws Exception {
    assumeTrue(sandbox.user().isPresent(), "this is not root");
    int id = sandbox.user().orElseThrow().id();
    Files.setPosixFilePermissions(around, PosixFilePermissions.fromString("rwx------"));
    // Without rules and filter: the user alone.
    Result result =
        ConfinedRuns.shell(
            sandbox.with(EnumSet.of(Layer.OWN_USER, Layer.LIMITS)),
            folder,
            "id -u; id -g; id -G; { read -r line; } < ../outside && echo read; echo own > own && ls -ln own | cut -d' ' -f3");
    assertThat(result.lines()).containsExactly("" + id, "" + id, "" + id, "" + id);
    assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(id);
  }

  @Test
  void what_needs_more_memory_than_it_may_have_is_told_from_a_machine_that_is_short_of_it() throws Exception {
    String eater = "$| = 1; my @a; while (1) { push @a, 'x' x 10_000_000; print '.' }";
    Result hungry = ConfinedRuns.perl(sandbox.with(ConfinedRuns.config("256 MiB", ConfinedRuns.PERL)), folder, eater);
    assertThat(hungry.end()).isInstanceOfSatisfying(
        ProcessEnd.Exceeded.class, end -> assertThat(end.resource()).isEqualTo(Resource.MEMORY));
    assertThat(OutcomeClassifier.classify(hungry.end())).isInstanceOf(RunOutcome.Exceeded.class);
  }

  @Test
  void a_file_cannot_grow_without_end() throws Exception {
    Result writer = ConfinedRuns.perl(sandbox, folder, "open F, '>', 'big'; seek F, 9_000_000_000, 0; print F 'x'; close F");
    assertThat(writer.end()).isInstanceOfSatisfying(
        ProcessEnd.Exceeded.class, end -> assertThat(end.resource()).isEqualTo(Resource.FILE_SIZE));
  }

  @Test
  void many_files_cannot_be_more_than_one_may_be() throws Exception {
    // It would fill the disk, if nobody looked while it runs.
    Result writer = ConfinedRuns.perl(
        small(), folder, "for ($i = 0; ; $i++) { open F, '>', $i; print F 'x' x 100_000; close F; select undef, undef, undef, 0.01 }");
    assertWroteTooMuch(writer);
  }

  @Test
  void a_file_without_a_name_counts_as_well() throws Exception {
    Result writer = ConfinedRuns.perl(
        small(),
        folder,
        "for $i (1..20) { open $f[$i], '>', 'x'; unlink 'x'; $f[$i]->autoflush; print {$f[$i]} 'x' x 100_000 } sleep 60");
    assertWroteTooMuch(writer);
  }

  @Test
  void what_was_written_in_the_end_counts_as_well() throws Exception {
    assertWroteTooMuch(ConfinedRuns.shell(small(), folder, "i=0; while [ $i -lt 10001 ]; do : > f$i; i=$((i+1)); done"));
  }

  @Test
  void files_that_cannot_be_counted_are_too_many() throws Exception {
    assertWroteTooMuch(ConfinedRuns.perl(small(), folder, "for (1..10) { mkdir 'x', 0700; chdir 'x' }"));
  }

  @Test
  void what_was_there_before_is_not_what_a_run_has_written() throws Exception {
    Files.write(folder.resolve("source"), new byte[3 << 20]);
    assertThat(ConfinedRuns.shell(small(), folder, "echo x > y").exitCode()).isZero();
  }

  private static Sandbox small() {
    return sandbox.with(
        new SandboxConfig(
            Level.NONE, new ByteSize(1 << 30), new ByteSize(1 << 20), Duration.ofMinutes(1), 0, List.of(ConfinedRuns.PERL.toString())));
  }

  private static void assertWroteTooMuch(Result writer) {
    assertThat(writer.end()).isInstanceOfSatisfying(
        ProcessEnd.Killed.class, end -> assertThat(end.why()).isEqualTo(ProcessEnd.Why.WROTE_TOO_MUCH));
    assertThat(OutcomeClassifier.classify(writer.end())).isInstanceOfSatisfying(
        RunOutcome.Exceeded.class, outcome -> assertThat(outcome.resource()).isEqualTo(Resource.FILE_SIZE));
  }

  @Test
  void no_process_is_started_in_the_way_that_the_server_starts_one() throws Exception {
    assumeTrue(sandbox.layers().contains(Layer.ONE_PROCESS), "this machine has no listeners for filters");

    Result result = escape(sandbox.layers());

    assertThat(result.end().log()).isEqualTo("[error] Decoder (codec refused) not found");
    assertThat(folder.resolve("alive")).doesNotExist();
  }

  @Test
  void a_process_that_leaves_the_session_is_killed_with_it() throws Exception {
    // Where there is a filter, a run that starts anything is ended for it.
    Result result = escape(EnumSet.of(Layer.LIMITS, Layer.LANDLOCK));

    assertThat(result.exitCode()).as(result.end().log()).isZero();
    assertThat(Path.of("/proc", Files.readString(folder.resolve("alive")))).doesNotExist();
  }

  @Test
  void a_run_that_has_started_a_process_is_ended_as_one_that_crashed() throws Exception {
    Result result = escape(withoutListener(), "60000");

    assertThat(result.end()).isInstanceOfSatisfying(
        ProcessEnd.Killed.class, end -> assertThat(end.why()).isEqualTo(ProcessEnd.Why.STARTED_OTHERS));
    assertThat(OutcomeClassifier.classify(result.end())).isInstanceOfSatisfying(
        RunOutcome.Disturbed.class, outcome -> assertThat(outcome.cause()).isEqualTo(RunOutcome.Cause.CRASH));
    assertThat(Path.of("/proc", Files.readString(folder.resolve("alive")))).doesNotExist();
  }

  private static Set<Layer> withoutListener() {
    return sandbox.layers().stream().filter(layer -> layer != Layer.ONE_PROCESS).collect(Collectors.toSet());
  }

  private Result escape(Set<Layer> layers, String... more) throws Exception {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    Path java = home.resolve("bin/java");
    Sandbox withJava =
        sandbox.with(layers).with(ConfinedRuns.config("8 GiB", home, Path.of("/usr/bin/setsid"), ConfinedRuns.PERL));
    Files.writeString(folder.resolve("sleeper.pl"), "open F, '>', 'alive'; print F $$; close F; sleep 60");
    String resource = Escape.class.getName().replace('.', '/') + ".class";
    Path copy = folder.resolve(resource);
    Files.createDirectories(copy.resolveSibling(""));
    Files.copy(Path.of("target/test-classes", resource), copy);
    Stream<String> arguments = Stream.of("-Xmx64m", "-XX:+UseSerialGC", "-cp", ".", Escape.class.getName());
    return ConfinedRuns.run(withJava, folder, java, Stream.concat(arguments, Stream.of(more)).toList());
  }

  @Test
  void other_children_of_this_server_are_left_alone() throws Exception {
    Process daemon = new ProcessBuilder("setsid", "sleep", "60").start();
    try {
      Await.until(
          "the daemon leads a session",
          () -> ProcessStat.read((int) daemon.pid()).orElseThrow().session() == daemon.pid());
      assertThat(ConfinedRuns.shell(sandbox, folder, "exit 0").exitCode()).isZero();
      assertThat(daemon.isAlive()).isTrue();
    } finally {
      daemon.destroyForcibly();
    }
  }

  @Test
  void no_thread_of_this_server_is_confined_by_what_it_starts() throws Exception {
    Set<String> before = rights();
    for (int i = 0; i < 100; i++) {
      assertThat(ConfinedRuns.shell(sandbox, folder, "exit 7").exitCode()).isEqualTo(7);
    }
    assertThat(rights()).isEqualTo(before).hasSize(1);

    Callable<String> look = () -> Files.readString(outside) + Files.readString(Path.of("/etc/hostname"));
    assertThat(ForkJoinPool.commonPool().submit(look).get()).startsWith("secret");
    assertThat(CompletableFuture.supplyAsync(() -> outside.toFile().canWrite()).get()).isTrue();
    FutureTask<String> onVirtualThread = new FutureTask<>(look);
    Thread.ofVirtual().start(onVirtualThread).join();
    assertThat(onVirtualThread.get()).startsWith("secret");
    Process child = new ProcessBuilder("cat", outside.toString()).start();
    assertThat(child.inputReader().readLine()).isEqualTo("secret");
    assertThat(child.onExit().get().exitValue()).isZero();
    assertThat(rights()).isEqualTo(before);
  }

  @Test
  void runs_that_end_at_the_same_time_leave_each_other_alone() throws Exception {
    int runs = 400;
    try (var threads = Executors.newFixedThreadPool(16)) {
      List<Callable<ProcessEnd>> tasks = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        Path own = Files.createDirectories(folder.resolve("run-" + i));
        tasks.add(() -> ConfinedRuns.shell(sandbox, own, "ulimit -a; ulimit -a; exit 7").end());
      }
      for (Future<ProcessEnd> end : threads.invokeAll(tasks)) {
        assertThat(end.get()).isInstanceOfSatisfying(ProcessEnd.Exited.class, exited -> assertThat(exited.code()).isEqualTo(7));
      }
    }
  }

  /** What the threads of this process may do; one entry when all may do the same. */
  private static Set<String> rights() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      List<Collection<String>> all = new ArrayList<>();
      for (Path task : tasks.toList()) {
        try (Stream<String> lines = Files.lines(task.resolve("status"))) {
          all.add(lines.filter(line -> line.matches("(Seccomp|Seccomp_filters|NoNewPrivs|Uid|Gid|Groups|CapEff):.*")).toList());
        } catch (IOException ended) {
          // Threads come and go; one that is gone has no rights.
        }
      }
      return all.stream().map(lines -> String.join(" ", lines).toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
  }
}
