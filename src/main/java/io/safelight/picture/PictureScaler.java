package io.safelight.picture;

import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.ffmpeg.FfmpegCommand;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.ffmpeg.Priority;
import io.safelight.ffmpeg.RunOutcome;
import io.safelight.file.FolderRemover;
import io.safelight.file.OwnerOnly;
import io.safelight.image.ImageHeader;
import io.safelight.image.ImageHeaderReader;
import io.safelight.media.PictureSize;
import io.safelight.media.PictureSize.Fitted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a published picture anew in another size, by a run of ffmpeg that is guarded as every other: a folder of its own among
 * those of the jobs, a deadline, and the input as an open file. Thread-safe.
 */
final class PictureScaler {
  private static final Logger log = LoggerFactory.getLogger(PictureScaler.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final int BUFFER_BYTES = 64 * 1024;

  private final MediaTools tools;
  private final Path jobs;

  /**
   * @param jobs where each run gets a folder; whatever is left there by a crash goes at the next start
   */
  PictureScaler(MediaTools tools, Path jobs) {
    this.tools = tools;
    this.jobs = jobs;
  }

  /**
   * Scales a picture.
   *
   * @param picture a picture that was made here, in this format; closed by the caller
   * @return the bytes of the new picture, without metadata
   * @throws SafelightException to be tried again, when something but the picture ended the run
   * @throws IllegalStateException when it would end alike each time
   */
  byte[] scale(SeekableByteChannel picture, PictureFormat format, Fitted size) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(jobs.resolve("picture-" + UUID.randomUUID()), OwnerOnly.folder());
    try {
      Path source = folder.resolve("source");
      copy(picture, source);
      Path made = folder.resolve("made." + format.extension());
      List<String> options = options(format, hasAlpha(source, format), size, made);
      run(new FfmpegCommand(source, folder, format.input(), options, TIMEOUT, Priority.AWAITED));
      return MetadataStripper.stripped(folder, made, format);
    } finally {
      remove(folder);
    }
  }

  private static boolean hasAlpha(Path picture, PictureFormat format) throws IOException {
    return switch (format) {
      case JPEG -> false;
      case PNG -> ImageHeaderReader.read(picture).map(ImageHeader::hasAlpha).orElse(false);
    };
  }

  private static List<String> options(PictureFormat format, boolean alpha, Fitted size, Path made) {
    String scaling =
        size.size() == PictureSize.THUMB
            ? ScaleFilter.fill(size.width(), size.height())
            : ScaleFilter.to(size.width(), size.height());
    List<String> options = new ArrayList<>(List.of("-map", "0:v:0"));
    options.addAll(List.of("-vf", format.beforeScaling(alpha) + scaling + "," + format.afterScaling(alpha)));
    options.addAll(format.output(made.getFileName().toString()));
    return options;
  }

  private void run(FfmpegCommand command) throws InterruptedException {
    RunOutcome outcome = tools.start(command, (_, _) -> {}).await();
    switch (outcome) {
      case RunOutcome.Succeeded _ -> {}
      case RunOutcome.Failed failed -> throw new IllegalStateException("A picture was not made: " + failed.log());
      case RunOutcome.Exceeded exceeded ->
          // It would again, and again: nobody is to be asked to come back for that.
          throw new IllegalStateException("A picture was not made for want of " + exceeded.resource());
      case RunOutcome.NotEnded notEnded -> {
        log.warn("A picture was not made: {}", notEnded);
        throw new SafelightException(ErrorCode.OVER_CAPACITY).retryAfter(RETRY_AFTER);
      }
    }
  }

  private static void copy(SeekableByteChannel from, Path to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
    }
  }

  private static void remove(Path folder) {
    try {
      FolderRemover.remove(folder);
    } catch (IOException e) {
      log.warn("{} could not be removed", folder.getFileName(), e);
    }
  }
}
