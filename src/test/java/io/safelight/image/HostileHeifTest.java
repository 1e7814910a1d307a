package io.safelight.image;

import static io.safelight.hostile.Boxes.box;
import static io.safelight.hostile.Boxes.concat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HEIF files of one picture with the id 1, of which one thing is a lie. */
class HostileHeifTest {
  private static final int SIDE = 64;
  private static final byte[] SIZE = box("ispe", ints(0, SIDE, SIDE));
  private static final byte[] CONFIGURATION = box("hvcC", new byte[23]);
  private static final byte[] NO_CROP = box("free");
  private static final byte[] NO_REFERENCES = box("free");
  private static final byte[] SOME_BYTES = shorts(1, 0, 8, 0, 10);

  @TempDir Path folder;

  @Test
  void the_file_that_the_others_are_made_of_is_a_picture() throws Exception {
    assertThat(read("hvc1", extents(SOME_BYTES), NO_CROP, NO_REFERENCES)).hasValueSatisfying(
        image -> assertThat(image.tiles()).hasSize(1));
  }

  @Test
  void bytes_outside_of_the_file_are_nobodys() throws Exception {
    for (byte[] outside :
        new byte[][] {shorts(0xffff, 0xffff, 0, 10), shorts(0, 0, 0xffff, 0xffff), shorts(0, 0, 1, 0), shorts(0, 0, 0, 0)}) {
      assertThat(read("hvc1", extents(concat(shorts(1), outside)), NO_CROP, NO_REFERENCES)).isEmpty();
    }
  }

  @Test
  void a_picture_has_no_more_bytes_than_its_file_however_often_it_names_them() throws Exception {
    byte[] again = shorts(0, 0, 0, 200);
    byte[] sixteen = concat(Collections.nCopies(16, again).toArray(byte[][]::new));
    assertThat(read("hvc1", extents(concat(shorts(16), sixteen)), NO_CROP, NO_REFERENCES)).isEmpty();
    assertThat(read("hvc1", extents(concat(shorts(0xffff), sixteen)), NO_CROP, NO_REFERENCES)).isEmpty();
  }

  @Test
  void a_crop_of_nothing_divided_by_nothing_is_none() throws Exception {
    byte[] zeros = box("clap", ints(0, 0, 0, 0, 0, 0, 0, 0));
    byte[] endless = box("clap", ints(1, 0, 1, 0, 0, 1, 0, 1));
    byte[] outside = box("clap", ints(SIDE, 1, SIDE, 1, SIDE, 1, 0, 1));
    for (byte[] crop : new byte[][] {zeros, endless, outside}) {
      assertThat(read("hvc1", extents(SOME_BYTES), crop, NO_REFERENCES)).isEmpty();
    }
    byte[] half = box("clap", ints(SIDE / 2, 1, SIDE, 1, 0, 1, 0, 1));
    assertThat(read("hvc1", extents(SOME_BYTES), half, NO_REFERENCES))
        .hasValueSatisfying(image -> assertThat(image.crop()).isEqualTo(new HeifCrop(SIDE / 4, 0, SIDE / 2, SIDE)));
  }

  @Test
  void sixty_five_thousand_tiles_are_too_many() throws Exception {
    byte[] all = box("iref", ints(0), box("dimg", shorts(1, 0xffff), new byte[2 * 0xffff]));
    assertThat(read(layout(256, 256), "grid", extents(SOME_BYTES), NO_CROP, all)).isEmpty();
  }

  @Test
  void a_grid_that_is_its_own_tile_is_followed_no_further() throws Exception {
    byte[] own = box("iref", ints(0), box("dimg", shorts(1, 1, 1)));
    // There is no decoder for that, so that the picture is refused by its codec.
    assertThat(read("grid", extents(SOME_BYTES), NO_CROP, own)).map(HeifImage::codec).contains("grid");
  }

  private Optional<HeifImage> read(String type, byte[] locations, byte[] crop, byte[] references)
      throws IOException {
    return read(layout(1, 1), type, locations, crop, references);
  }

  private Optional<HeifImage> read(
      byte[] bytes, String type, byte[] locations, byte[] crop, byte[] references) throws IOException {
    byte[] types = box("iinf", ints(0), shorts(1), box("infe", ints(2 << 24), shorts(1, 0), type.getBytes(US_ASCII)));
    byte[] properties =
        box(
            "iprp",
            box("ipco", SIZE, CONFIGURATION, crop),
            box("ipma", ints(0, 1), shorts(1), new byte[] {3, 1, 2, 3}));
    byte[] meta = box("meta", ints(0), box("pitm", ints(0), shorts(1)), types, locations, properties, references);
    byte[] file = concat(box("free", bytes), meta);
    return HeifReader.read(Files.write(folder.resolve("hostile.heic"), file));
  }

  /** What a grid says of its tiles, in the place of the bytes of a picture. */
  private static byte[] layout(int rows, int columns) {
    return concat(new byte[] {0, 0, (byte) (rows - 1), (byte) (columns - 1)}, shorts(SIDE, SIDE, 0));
  }

  /** Where item 1 is; offset and length of each part have 32 bits. */
  private static byte[] extents(byte[] countAndParts) {
    return box("iloc", ints(0), shorts(0x4400, 1, 1, 0), countAndParts);
  }

  private static byte[] ints(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    return bytes.array();
  }

  private static byte[] shorts(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * numbers.length);
    for (int number : numbers) {
      bytes.putShort((short) number);
    }
    return bytes.array();
  }
}
