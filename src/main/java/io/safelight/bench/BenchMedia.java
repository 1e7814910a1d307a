package io.safelight.bench;

import io.safelight.client.MediaStatus;
import io.safelight.client.SafelightClient;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Puts media on the server under test. */
final class BenchMedia {
  private static final Duration FIRST_POLL = Duration.ofMillis(10);

  /** Of the time so far: often enough to see when something ends, seldom enough to cost little beside it. */
  private static final int POLLS = 50;

  private final int port;
  private final BenchUser user;

  BenchMedia(int port, BenchUser user) {
    this.port = port;
    this.user = user;
  }

  /** Uploads so many small images and returns their ids once they have succeeded. */
  List<String> images(int count) throws IOException {
    byte[] image = smallImage();
    List<String> ids = new ArrayList<>();
    var requests = new UploadRequests(user);
    byte[] before = UploadRequests.beforeFile();
    byte[] after = UploadRequests.AFTER_FILE;
    byte[] head = requests.head(UploadRequests.MULTIPART, before.length + image.length + after.length);
    try (var connection = new LoadConnection(port)) {
      for (int i = 0; i < count; i++) {
        connection.send(
            ByteBuffer.wrap(head), ByteBuffer.wrap(before), ByteBuffer.wrap(image), ByteBuffer.wrap(after));
        ids.add(UploadRequests.readMediaId(connection, "a simple upload"));
      }
    }
    return ids;
  }

  /** Uploads a video that takes long to transcode and returns its id after FINALIZE. */
  String startTranscode(Path folder) throws IOException, InterruptedException {
    String id = upload(BenchClip.toEncodeLong(BenchFfmpeg.in(folder), folder), "tweet_video");
    try (var client = client()) {
      client.complete(id);
    }
    return id;
  }

  /** Uploads a file and returns its id before FINALIZE. */
  String upload(Path path, String category) throws IOException, InterruptedException {
    String type = category.endsWith("gif") ? "image/gif" : "video/mp4";
    try (var client = client();
        FileChannel file = FileChannel.open(path)) {
      String id = client.init(file.size(), type, category).mediaId();
      long offset = 0;
      for (int index = 0; offset < file.size(); index++) {
        long length = Math.min(SafelightClient.MAX_SEGMENT_BYTES, file.size() - offset);
        client.append(id, index, file, offset, length, read -> {});
        offset += length;
      }
      return id;
    }
  }

  /** FINALIZE, and STATUS again and again until the state is final. */
  MediaStatus.State process(String mediaId) throws IOException, InterruptedException {
    try (var client = client()) {
      long begin = System.nanoTime();
      MediaStatus status = client.complete(mediaId);
      while (!status.isFinished()) {
        Thread.sleep(Duration.ofNanos(Math.max(FIRST_POLL.toNanos(), (System.nanoTime() - begin) / POLLS)));
        status = client.status(mediaId);
      }
      return status.state();
    }
  }

  /** The state of a media as STATUS says it. */
  String state(String mediaId) throws IOException, InterruptedException {
    try (var client = client()) {
      return client.status(mediaId).state().name().toLowerCase(Locale.ROOT);
    }
  }

  private SafelightClient client() {
    return new SafelightClient(URI.create("http://127.0.0.1:" + port), user.bearerToken());
  }

  private static byte[] smallImage() throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }
}
