package io.safelight.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Simple uploads, each on a connection that is kept, until the answer that says what the image is. */
record SafelightImages(ServerProcess server, BenchUser user) implements ImageMaking {
  @Override
  public String title() {
    return "Safelight, simple upload to answer";
  }

  @Override
  public Worker worker(int thread) throws IOException {
    var connection = new LoadConnection(server.port());
    var requests = new UploadRequests(user);
    return new Worker() {
      @Override
      public void make(BenchPicture picture) throws IOException {
        byte[] before = UploadRequests.beforeFile();
        byte[] after = UploadRequests.AFTER_FILE;
        byte[] head = requests.head(UploadRequests.MULTIPART, before.length + picture.size() + after.length);
        connection.send(
            ByteBuffer.wrap(head), ByteBuffer.wrap(before), picture.content().duplicate(), ByteBuffer.wrap(after));
        String answer = connection.readText();
        if (!answer.contains("\"blurhash\"")) {
          throw new IOException("a simple upload was answered " + answer);
        }
      }

      @Override
      public void close() throws IOException {
        connection.close();
      }
    };
  }

  @Override
  public Duration cpu() throws IOException {
    return server.usage().cpuWithChildren();
  }
}
