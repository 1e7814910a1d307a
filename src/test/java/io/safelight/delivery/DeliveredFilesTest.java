package io.safelight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.MediaCategory;
import io.safelight.media.PictureSize;
import io.safelight.media.Variant;
import io.safelight.testmedia.TestMedia;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveredFilesTest {
  @TempDir Path folder;

  @Test
  void a_size_that_the_cache_loses_before_its_bytes_are_sent_is_made_again() throws Exception {
    try (var server = new DeliveryServer(folder)) {
      server.publishPicture("photo", MediaCategory.TWEET_IMAGE, "large.jpg", TestMedia.jpeg(1300, 866));
      String key = server.blobs.list("photo/").getFirst();
      var picture = new Variant("large.jpg", "image/jpeg", key, 1, 1300, 866, 0);
      var small = new RequestedFile("large.jpg", 1300, picture, Optional.of(PictureSize.SMALL.of(1300, 866)));

      FileBytes bytes = new DeliveredFiles(server.blobs, server.sizes).bytes(small);
      server.pictures.forget("photo/");

      try (SeekableByteChannel open = bytes.open()) {
        assertThat(open.size()).isEqualTo(bytes.size());
      }
    }
  }
}
