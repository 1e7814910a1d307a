package io.safelight.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.testmedia.TalkativeMedia;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Whatever a version of ffmpeg leaves in its output, here as if it had left everything. */
class MetadataStripperTest {
  @Test
  void of_a_jpeg_only_what_shows_it_stays() throws Exception {
    Path file = TalkativeMedia.jpeg();
    byte[] stripped = MetadataStripper.jpeg(ByteBuffer.wrap(Files.readAllBytes(file)));

    assertThat(Files.readString(file, ISO_8859_1)).contains("Exif", "ns.adobe.com", "Photoshop", "secret");
    assertThat(new String(stripped, ISO_8859_1)).doesNotContain("Exif", "ns.adobe.com", "Photoshop", "secret");
    assertThat(ImageIO.read(new ByteArrayInputStream(stripped)).getWidth()).isEqualTo(400);
  }

  @Test
  void of_a_png_only_what_shows_it_stays() throws Exception {
    Path file = TalkativeMedia.png();
    byte[] stripped = MetadataStripper.png(ByteBuffer.wrap(Files.readAllBytes(file)));

    assertThat(Files.readString(file, ISO_8859_1)).contains("eXIf", "tEXt", "iTXt", "tIME", "secret");
    assertThat(new String(stripped, ISO_8859_1)).doesNotContain("eXIf", "tEXt", "iTXt", "tIME", "secret");
    assertThat(ImageIO.read(new ByteArrayInputStream(stripped)).getWidth()).isEqualTo(640);
  }
}
