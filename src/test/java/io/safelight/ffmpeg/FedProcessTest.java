package io.safelight.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose input is written while they run. */
class FedProcessTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final BoundedOutput output = new BoundedOutput();

  @Test
  void a_process_reads_all_that_it_is_fed_and_then_the_end() throws Exception {
    // More than a pipe holds.
    byte[] bytes = new byte[1 << 20];
    ProcessEnd end = run("wc -c", sink -> write(sink, bytes));

    assertThat(end).isInstanceOfSatisfying(ProcessEnd.Exited.class, exited -> assertThat(exited.code()).isZero());
    assertThat(new String(output.bytes(), US_ASCII).strip()).isEqualTo(Integer.toString(bytes.length));
  }

  @Test
  void a_process_never_takes_a_feed_that_breaks_off_for_the_end() throws Exception {
    ProcessEnd end =
        run(
            "cat; echo whole",
            sink -> {
              write(sink, new byte[10]);
              throw new IOException("no more");
            });

    assertThat(end).isInstanceOf(ProcessEnd.Killed.class);
    assertThat(new String(output.bytes(), US_ASCII)).doesNotContain("whole");
  }

  @Test
  void a_feed_that_fails_by_a_mistake_ends_the_process_too() throws Exception {
    assertThat(run("cat", _ -> List.of().getFirst())).isInstanceOf(ProcessEnd.Killed.class);
  }

  @Test
  void a_process_that_reads_nothing_ends_as_it_likes() throws Exception {
    ProcessEnd end = run("exit 3", sink -> write(sink, new byte[1 << 20]));

    assertThat(end).isInstanceOfSatisfying(ProcessEnd.Exited.class, exited -> assertThat(exited.code()).isEqualTo(3));
  }

  @Test
  void a_feed_that_waits_is_interrupted_when_the_process_ends() throws Exception {
    var interrupted = new CountDownLatch(1);
    ProcessEnd end =
        run(
            "exit 0",
            _ -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });

    assertThat(end).isInstanceOf(ProcessEnd.Exited.class);
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void interrupting_whoever_waits_ends_a_process_that_waits_for_its_input() throws Exception {
    var fed = new CountDownLatch(1);
    SupervisedProcess process =
        start(
            "cat",
            _ -> {
              fed.countDown();
              new CountDownLatch(1).await();
            });
    assertThat(fed.await(20, TimeUnit.SECONDS)).isTrue();
    Thread.currentThread().interrupt();

    assertThatThrownBy(process::await).isInstanceOf(InterruptedException.class);
  }

  private ProcessEnd run(String script, InputFeed feed) throws InterruptedException {
    return start(script, feed).await();
  }

  private SupervisedProcess start(String script, InputFeed feed) {
    var request =
        new SpawnRequest(
            Path.of("/bin/sh"),
            List.of("-c", script),
            Map.of("PATH", "/usr/bin:/bin"),
            folder,
            new RunInput.Fed(feed),
            Confinement.NONE);
    return SupervisedProcess.start(request, LONG, output);
  }

  private static void write(WritableByteChannel sink, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      sink.write(buffer);
    }
  }
}
