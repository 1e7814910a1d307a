package io.safelight.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.Await;
import io.safelight.ffmpeg.ProcessEnd.Why;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedProcessTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration STANDSTILL = Duration.ofMillis(300);

  /** Some hundredths of a second of a processor. */
  private static final String WORK = "n=0; while [ $n -lt 20000 ]; do n=$((n+1)); done";

  @TempDir Path around;
  private Path folder;

  private final BoundedOutput output = new BoundedOutput();

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(around.resolve("work"));
  }

  @Test
  void output_errors_and_exit_code_come_back() throws Exception {
    ProcessEnd end = run("cat; echo oops >&2; exit 3", "the input");
    assertThat(end).isInstanceOf(ProcessEnd.Exited.class);
    assertThat(((ProcessEnd.Exited) end).code()).isEqualTo(3);
    assertThat(end.log()).isEqualTo("oops");
    assertThat(outputText()).isEqualTo("the input");
  }

  @Test
  void all_output_arrives_even_when_it_is_more_than_a_pipe_holds() throws Exception {
    run("head -c 1000000 /dev/zero", "");
    assertThat(output.bytes()).hasSize(1_000_000);
  }

  @Test
  void only_the_end_of_a_long_log_is_kept() throws Exception {
    ProcessEnd end = run("i=0; while [ $i -lt 5000 ]; do echo line $i >&2; i=$((i+1)); done", "");
    assertThat(end.log()).endsWith("line 4999").hasSizeLessThan(10_000);
  }

  @Test
  void used_time_and_memory_are_measured() throws Exception {
    SupervisedProcess process = start(shell("i=0; while [ $i -lt 99999 ]; do i=$((i+1)); done; echo done; sleep 60"), LONG);
    awaitOutput("done");
    ProcessSession.kill(onlyRecordedPid());
    ProcessEnd end = process.await();
    assertThat(end.usage().cpu()).isPositive();
    // Far below what the virtual machine that started it has.
    assertThat(end.usage().peakMemory()).isBetween(100_000L, 20_000_000L);
  }

  @Test
  void a_child_gives_way_to_the_server() throws Exception {
    ProcessEnd end = run("while [ $(nice) -lt 10 ]; do :; done; echo lowered", "");
    assertThat(end).isInstanceOf(ProcessEnd.Exited.class);
    assertThat(outputText().strip()).isEqualTo("lowered");
  }

  @Test
  void a_child_has_its_own_session_default_signals_and_no_other_descriptors() throws Exception {
    run("readlink /proc/self/fd/* | wc -l; cat /proc/self/stat; grep -E 'Sig(Blk|Ign)' /proc/self/status; pwd", "");
    List<String> lines = outputText().lines().toList();
    // The three, and the folder that the shell itself opened to expand the asterisk is closed by then.
    assertThat(lines.get(0).strip()).isEqualTo("3");
    String[] stat = lines.get(1).substring(lines.get(1).lastIndexOf(')') + 2).split(" ", -1);
    String ownSession = stat(ProcessHandle.current().pid())[3];
    assertThat(stat[3]).isNotEqualTo(ownSession).isEqualTo(stat[2]);
    assertThat(signals(lines.get(2))).isZero();
    // glibc keeps signals 32 and 33 to itself.
    assertThat(signals(lines.get(3)) & 0x7fff_ffffL).isZero();
    assertThat(lines.get(4)).isEqualTo(folder.toRealPath().toString());
  }

  @Test
  void the_environment_is_what_was_asked_for_and_nothing_else() throws Exception {
    start(request("/usr/bin/env", List.of()), LONG).await();
    assertThat(outputText()).isEqualTo("ONLY=this\n");
  }

  @Test
  void a_signal_from_outside_is_told_from_an_exit() throws Exception {
    ProcessEnd end = run("kill -TERM $$; sleep 60", "");
    assertThat(end).isInstanceOf(ProcessEnd.Signalled.class);
    assertThat(((ProcessEnd.Signalled) end).signal()).isEqualTo(15);
  }

  @Test
  void the_timeout_kills() throws Exception {
    SupervisedProcess process = start(shell("sleep 60"), Duration.ofMillis(100));
    assertThat(process.await()).isInstanceOfSatisfying(
        ProcessEnd.Killed.class, end -> assertThat(end.why()).isEqualTo(Why.TIMED_OUT));
  }

  @Test
  void what_has_used_up_its_processor_time_is_out_of_time_however_long_it_may_last() throws Exception {
    var limits = new ResourceLimits(1L << 30, Duration.ofSeconds(1), 1 << 20);
    var confinement =
        new Confinement(Optional.empty(), 0, List.of(), false, false, Optional.of(limits), Optional.empty());
    SpawnRequest busy = shell("while :; do :; done");
    SpawnRequest limited =
        new SpawnRequest(busy.program(), busy.arguments(), Map.of(), folder, busy.input(), confinement);

    assertThat(start(limited, Duration.ofMinutes(10)).await()).isInstanceOfSatisfying(
        ProcessEnd.Killed.class, end -> {
          assertThat(end.why()).isEqualTo(Why.TIMED_OUT);
          assertThat(end.usage().cpu()).isBetween(limits.cpu(), LONG);
        });
  }

  @Test
  void what_computes_without_getting_further_is_killed() throws Exception {
    assertThat(startWatched("while :; do :; done", LONG).await()).isInstanceOfSatisfying(
        ProcessEnd.Killed.class, end -> {
          assertThat(end.why()).isEqualTo(Why.STOOD_STILL);
          assertThat(end.usage().cpu()).isGreaterThan(STANDSTILL);
        });
  }

  @Test
  void waiting_is_no_standstill() throws Exception {
    assertThat(startWatched("sleep 60", STANDSTILL.multipliedBy(5)).await()).isInstanceOfSatisfying(
        ProcessEnd.Killed.class, end -> assertThat(end.why()).isEqualTo(Why.TIMED_OUT));
  }

  @Test
  void what_writes_more_gets_further() throws Exception {
    assertComesToItsEnd(startWatched("for i in $(seq 50); do echo frame=$i; echo progress=continue; " + WORK + "; done", LONG));
  }

  @Test
  void what_reads_more_gets_further() throws Exception {
    Files.writeString(folder.resolve("input"), "line\n".repeat(50));
    assertComesToItsEnd(startWatched("while read -r line; do " + WORK + "; done", LONG));
  }

  @Test
  void what_reads_the_same_again_gets_no_further() throws Exception {
    Files.writeString(folder.resolve("input"), "line\n".repeat(50));
    assertThat(startWatched("while :; do while read -r line; do :; done <input; done", LONG).await())
        .isInstanceOfSatisfying(
            ProcessEnd.Killed.class, end -> assertThat(end.why()).isEqualTo(Why.STOOD_STILL));
  }

  private SupervisedProcess startWatched(String script, Duration timeout) throws IOException {
    var progress = new ProgressParser((_, _) -> {});
    var standstill = new Standstill(STANDSTILL, progress::written);
    return SupervisedProcess.start(shell(script), timeout, Optional.of(standstill), progress);
  }

  private static void assertComesToItsEnd(SupervisedProcess process) throws Exception {
    ProcessEnd end = process.await();
    assertThat(end).isInstanceOfSatisfying(ProcessEnd.Exited.class, exited -> assertThat(exited.code()).isZero());
    assertThat(end.usage().cpu()).as("it worked for long").isGreaterThan(STANDSTILL);
  }

  @Test
  void interrupting_whoever_waits_kills_everything_that_the_process_started() throws Exception {
    // set -m gives the second sleep a process group of its own within the session.
    SupervisedProcess process = start(shell("sleep 61 & set -m; sleep 62 & echo started; wait"), LONG);
    awaitOutput("started");
    int session = onlyRecordedPid();
    assertThat(ProcessStat.membersOf(session)).hasSize(3);
    Thread.currentThread().interrupt();
    assertThatThrownBy(process::await).isInstanceOf(InterruptedException.class);
    awaitNoMembers(session);
  }

  @Test
  void children_do_not_outlive_a_process_that_exits() throws Exception {
    ProcessEnd end = run("sleep 63 & echo $$", "");
    assertThat(end).isInstanceOf(ProcessEnd.Exited.class);
    awaitNoMembers(Integer.parseInt(outputText().strip()));
  }

  @Test
  void interrupting_the_waiting_thread_kills_before_it_returns() throws Exception {
    SupervisedProcess process = start(shell("echo started; sleep 64"), LONG);
    awaitOutput("started");
    int pid = onlyRecordedPid();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              try {
                process.await();
              } catch (InterruptedException e) {
                thrown.set(e);
              }
            });
    waiting.interrupt();
    waiting.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(Path.of("/proc/" + pid)).doesNotExist();
  }

  @Test
  void a_missing_program_input_or_folder_is_an_end_and_not_an_exception() throws Exception {
    assertThat(start(request("/no/such/program", List.of()), LONG).await()).isInstanceOfSatisfying(
        ProcessEnd.NotStarted.class, end -> assertThat(end.log()).contains("No such file or directory"));
    SpawnRequest good = shell("exit 0");
    assertThat(
            start(
                    new SpawnRequest(good.program(), good.arguments(), Map.of(), folder, RunInput.of(folder.resolve("missing")), Confinement.NONE),
                    LONG)
                .await())
        .isInstanceOf(ProcessEnd.NoInput.class);
    assertThat(
            start(
                    new SpawnRequest(good.program(), good.arguments(), Map.of(), folder.resolve("missing"), good.input(), Confinement.NONE),
                    LONG)
                .await())
        .isInstanceOf(ProcessEnd.NotStarted.class);
  }

  @Test
  void a_listener_that_throws_does_not_end_the_supervision() throws Exception {
    SupervisedProcess process =
        SupervisedProcess.start(
            shell("echo one; exit 4"),
            LONG,
            bytes -> {
              throw new IllegalStateException("listener");
            });
    assertThat(process.await()).isInstanceOfSatisfying(
        ProcessEnd.Exited.class, end -> assertThat(end.code()).isEqualTo(4));
  }

  @Test
  void nothing_is_left_of_many_processes() throws Exception {
    run("exit 0", "");
    long before = openDescriptors();
    List<Long> childrenBefore = children();
    for (int i = 0; i < 100; i++) {
      run(i % 2 == 0 ? "exit 0" : "kill -KILL $$", "");
      start(request("/no/such/program", List.of()), LONG).await();
    }
    assertThat(openDescriptors()).isEqualTo(before);
    assertThat(children()).isSubsetOf(childrenBefore);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> !file.endsWith("input"))).isEmpty();
    }
    assertThat(around).isDirectoryNotContaining(file -> !file.equals(folder));
  }

  private ProcessEnd run(String script, String input) throws Exception {
    Files.writeString(folder.resolve("input"), input);
    return start(shell(script), LONG).await();
  }

  private SupervisedProcess start(SpawnRequest request, Duration timeout) {
    return SupervisedProcess.start(request, timeout, output);
  }

  private SpawnRequest shell(String script) throws IOException {
    return request("/bin/sh", List.of("-c", script));
  }

  private SpawnRequest request(String program, List<String> arguments) throws IOException {
    Path input = folder.resolve("input");
    if (Files.notExists(input)) {
      Files.createFile(input);
    }
    return new SpawnRequest(Path.of(program), arguments, Map.of("ONLY", "this"), folder, RunInput.of(input), Confinement.NONE);
  }

  private String outputText() {
    return new String(output.bytes(), StandardCharsets.UTF_8);
  }

  private void awaitOutput(String text) throws Exception {
    Await.until("the process has written " + text, () -> outputText().contains(text));
  }

  private int onlyRecordedPid() throws IOException {
    try (Stream<Path> files = Files.list(around)) {
      String name =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.startsWith("work.process."))
              .findFirst()
              .orElseThrow();
      return Integer.parseInt(name.substring("work.process.".length()));
    }
  }

  /** Killed processes that are not our children are reaped by the system's first process, in its own time. */
  private static void awaitNoMembers(int session) throws Exception {
    Await.until("no process of the session is left", () -> ProcessStat.membersOf(session).isEmpty());
  }

  private static long signals(String line) {
    return Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip(), 16);
  }

  private static String[] stat(long pid) throws IOException {
    String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static List<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }
}
