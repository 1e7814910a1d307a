package io.safelight.bench;

import io.safelight.media.PictureSize;
import io.safelight.media.PictureSize.Fitted;
import io.safelight.picture.PictureFormat;
import io.safelight.picture.ScaleFilter;
import io.safelight.picture.TinyPicture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that makes one picture of another, started for each. */
final class CommandImages implements ImageMaking {
  private final String title;
  private final Path folder;
  private final Run run;
  private final ProcessUsage usage = new ProcessUsage(List.of(ProcessHandle.current().pid()));
  private final Duration before;

  /** Runs the program once. */
  @FunctionalInterface
  private interface Run {
    void on(BenchPicture picture, Path folder) throws IOException, InterruptedException;
  }

  private CommandImages(String title, Path folder, Run run) throws IOException {
    this.title = title;
    this.folder = folder;
    this.run = run;
    this.before = childrenOnly();
  }

  /** ffmpeg with the filters and options that the server gives it. */
  static CommandImages ffmpeg(BenchFfmpeg ffmpeg, Path folder) throws IOException {
    return new CommandImages(
        "the same ffmpeg alone", folder, (picture, own) -> ffmpeg.run(own, sameOptions(picture)));
  }

  /** libvips' own program; empty where it is not installed. */
  static Optional<CommandImages> vips(Path folder) throws IOException {
    Optional<Path> program =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(place -> Path.of(place, "vipsthumbnail"))
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CommandImages("vipsthumbnail", folder, (picture, own) -> vipsthumbnail(program.get(), picture, own)));
  }

  private static List<String> sameOptions(BenchPicture picture) {
    Fitted size = PictureSize.LARGE.of(picture.width(), picture.height());
    PictureFormat format = PictureFormat.JPEG;
    List<String> options = new ArrayList<>(List.of("-i", picture.file().toString()));
    options.add("-filter_complex");
    options.add(
        "[0:v:0]" + ScaleFilter.to(size.width(), size.height()) + ",split[large][small];[large]"
            + format.afterScaling(false) + "[picture];[small]" + TinyPicture.filter() + "[tiny]");
    options.addAll(List.of("-map", "[picture]"));
    options.addAll(format.output("large.jpg"));
    options.addAll(List.of("-map", "[tiny]"));
    options.addAll(TinyPicture.output());
    return options;
  }

  private static void vipsthumbnail(Path program, BenchPicture picture, Path folder)
      throws IOException, InterruptedException {
    int side = PictureSize.LARGE.of(picture.width(), picture.height()).width();
    List<String> command =
        List.of(program.toString(), picture.file().toString(), "--size", side + "x", "-o", folder.resolve("large.jpg").toString());
    Path log = folder.resolve("vips.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException("vipsthumbnail failed: " + Files.readString(log).strip());
    }
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Worker worker(int thread) throws IOException {
    Path own = Files.createDirectories(folder.resolve(title.replaceAll("\\W", "-") + "-" + thread));
    return picture -> run.on(picture, own);
  }

  @Override
  public Duration cpu() throws IOException {
    return childrenOnly().minus(before);
  }

  private Duration childrenOnly() throws IOException {
    return usage.cpuWithChildren().minus(usage.cpu());
  }
}
