package io.safelight.ffmpeg;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes descriptor 0 of a process that is about to be started. To be closed as soon as it has been started, or has not. */
final class ProcessInput implements AutoCloseable {
  private final int descriptor;
  private @Nullable FileChannel sink;

  private ProcessInput(int descriptor, @Nullable FileChannel sink) {
    this.descriptor = descriptor;
    this.sink = sink;
  }

  /**
   * Opens an input.
   *
   * @param folder of the job, in which nothing is trusted
   * @throws IOException when the file is missing or none that a job may read
   */
  static ProcessInput open(Path folder, RunInput input) throws IOException {
    return switch (input) {
      case RunInput.Stored nothing when nothing.equals(SpawnRequest.NO_INPUT) ->
          new ProcessInput(LibC.openForReading(nothing.file().toString()), null);
      case RunInput.Stored(Path file) -> new ProcessInput(JobFile.descriptor(folder, file), null);
      case RunInput.Fed _ -> pipe();
    };
  }

  private static ProcessInput pipe() throws IOException {
    LibC.Pipe pipe = LibC.pipe();
    try {
      // A channel of the JDK, whose writes end when their thread is interrupted.
      Path writeEnd = Path.of("/proc/self/fd", Integer.toString(pipe.writeEnd()));
      return new ProcessInput(pipe.readEnd(), FileChannel.open(writeEnd, StandardOpenOption.WRITE));
    } catch (IOException e) {
      LibC.close(pipe.readEnd());
      throw e;
    } finally {
      LibC.close(pipe.writeEnd());
    }
  }

  int descriptor() {
    return descriptor;
  }

  /** Where to write for the process, if it is not a file that it reads; whoever takes it has to close it. */
  Optional<FileChannel> takeSink() {
    Optional<FileChannel> taken = Optional.ofNullable(sink);
    sink = null;
    return taken;
  }

  @Override
  public void close() throws IOException {
    LibC.close(descriptor);
    if (sink != null) {
      sink.close();
    }
  }
}
