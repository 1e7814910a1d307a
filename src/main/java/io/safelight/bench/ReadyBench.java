package io.safelight.bench;

import io.safelight.client.MediaStatus;
import io.safelight.client.SafelightClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How long after its last byte a video is ready, for uplinks of different speed, beside the same server when it does not process
 * uploads early, and the bare ffmpeg. One round each: an upload takes its time whatever the machine does.
 */
final class ReadyBench {
  private static final List<Uplink> UPLINKS = List.of(new Uplink(20_000_000), new Uplink(100_000_000), new Uplink(0));
  private static final int AT_ONCE = 4;

  void run(Path parent, PrintWriter out) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(parent.resolve("ready"));
    BenchFfmpeg ffmpeg = BenchFfmpeg.in(folder);
    ReadyClips clips = new ReadyClips(ffmpeg, folder);
    List<ReadyClips.Clip> encoded = clips.encoded();
    // What is as large as the ladder is repackaged; what is encoded is better not made in further sizes, in the way of the next one.
    try (ServerProcess early = start(folder.resolve("early"), true, "none");
        ServerProcess late = start(folder.resolve("late"), false, "none");
        ServerProcess copying = start(folder.resolve("copying"), true, "1080p:10368k")) {
      Client first = new Client("processed early", early, early.createUser("bench"));
      Client second = new Client("not early", late, late.createUser("bench"));
      Client third = new Client("repackaged", copying, copying.createUser("bench"));
      Table table = table(encoded, first, second, ffmpeg, folder);
      row(table, clips.repackaged(), third);
      table.print(out);
      together(encoded.getFirst(), first, second, out);
      beside(encoded.getFirst(), first, second, out);
    }
  }

  private static Table table(
      List<ReadyClips.Clip> clips, Client early, Client late, BenchFfmpeg ffmpeg, Path folder)
      throws IOException, InterruptedException {
    List<String> titles = new ArrayList<>(List.of("s from the last byte to succeeded", "bare ffmpeg", "not early"));
    UPLINKS.forEach(uplink -> titles.addAll(List.of(uplink.toString(), "of bare")));
    var table = new Table(titles.toArray(String[]::new));
    for (ReadyClips.Clip clip : clips) {
      List<String> arguments;
      double sequential;
      try (var spy = new SpiedFfmpeg(late.server)) {
        sequential = late.secondsAfterLastByte(clip, new Uplink(0));
        arguments = spy.longest();
      }
      long begin = System.nanoTime();
      ffmpeg.repeat(folder, arguments, clip.file());
      double bare = (System.nanoTime() - begin) / 1e9;
      List<Double> seconds = seconds(clip, early);
      List<String> cells = new ArrayList<>(List.of(clip.title(), Measured.number(bare, 2), Measured.number(sequential, 2)));
      seconds.forEach(one -> cells.addAll(List.of(Measured.number(one, 2), Measured.number(one / bare, 2))));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  /** One that no encoder sees. */
  private static void row(Table table, ReadyClips.Clip clip, Client client) throws IOException, InterruptedException {
    String none = "-";
    List<String> cells = new ArrayList<>(List.of(clip.title(), none, none));
    seconds(clip, client).forEach(one -> cells.addAll(List.of(Measured.number(one, 2), none)));
    table.row(cells.toArray(String[]::new));
  }

  private static List<Double> seconds(ReadyClips.Clip clip, Client client) throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (Uplink uplink : UPLINKS) {
      seconds.add(client.secondsAfterLastByte(clip, uplink));
    }
    return seconds;
  }

  /** Uploads at once, of which only as many are processed early as there are slots. */
  private static void together(ReadyClips.Clip clip, Client early, Client late, PrintWriter out)
      throws IOException, InterruptedException {
    var table = new Table(AT_ONCE + " such uploads at once, 20 Mbit/s each, s from the last byte", "first", "last");
    for (Client client : List.of(early, late)) {
      double[] seconds = new double[AT_ONCE];
      Parallel.run(AT_ONCE, number -> seconds[number] = client.secondsAfterLastByte(clip, UPLINKS.getFirst()));
      table.row(
          client.title(),
          Measured.number(DoubleStream.of(seconds).min().orElseThrow(), 2),
          Measured.number(DoubleStream.of(seconds).max().orElseThrow(), 2));
    }
    table.print(out);
  }

  /** A video that is finalized while another one is being uploaded. */
  private static void beside(ReadyClips.Clip clip, Client early, Client late, PrintWriter out)
      throws IOException, InterruptedException {
    var table = new Table("finalized while another one is uploaded at 20 Mbit/s", "s from the last byte");
    for (Client client : List.of(early, late)) {
      double[] seconds = new double[2];
      Parallel.run(
          2,
          number -> {
            if (number == 1) {
              // The other one is being encoded by then, where that is done.
              Thread.sleep(8_000);
            }
            seconds[number] = client.secondsAfterLastByte(clip, number == 0 ? UPLINKS.getFirst() : new Uplink(0));
          });
      table.row(client.title(), Measured.number(seconds[1], 2));
    }
    table.print(out);
  }

  private static ServerProcess start(Path folder, boolean early, String ladder) throws IOException {
    List<String> options = new ArrayList<>(BenchOptions.UNLIMITED);
    options.addAll(
        List.of(
            "--set", "processing.ladder=" + ladder, "--set", "processing.hls=false", "--set", "processing.storyboard=false"));
    options.addAll(List.of("--set", "processing.early=" + early));
    return ServerProcess.start(Files.createDirectories(folder), List.of(), options);
  }

  /** A user of a server. */
  private record Client(String title, ServerProcess server, BenchUser user) {
    double secondsAfterLastByte(ReadyClips.Clip clip, Uplink uplink) throws IOException, InterruptedException {
      var media = new BenchMedia(server.port(), user);
      try (var client = new SafelightClient(URI.create("http://127.0.0.1:" + server.port()), user.bearerToken())) {
        String id = client.init(Files.size(clip.file()), "video/mp4", "tweet_video").mediaId();
        uplink.send(client, id, clip.file(), clip.order());
        long begin = System.nanoTime();
        MediaStatus.State state = media.process(id);
        if (state != MediaStatus.State.SUCCEEDED) {
          throw new IllegalStateException(clip.title() + " became " + state);
        }
        return (System.nanoTime() - begin) / 1e9;
      }
    }
  }
}
