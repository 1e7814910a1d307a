package io.safelight.testmedia;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Media for tests of what is made of them, beside {@link TestMedia}. */
public final class ProcessingMedia {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 240;
  private static final int APP1 = 0xFFE1;
  private static final int APP2 = 0xFFE2;
  private static final int APP14 = 0xFFEE;

  private ProcessingMedia() {}

  /** H.264, and stereo MP3 in MP4. */
  public static Path mp4WithMp3Sound() {
    return ffmpeg("mp3-sound.mp4", "-i", TestMedia.mp4().toString(), "-c:v", "copy", "-c:a", "libmp3lame", "-ac", "2");
  }

  /** Fit for copying, with a title and a place. */
  public static Path mp4WithPersonalTags() {
    return tagged("tagged.mp4", TestMedia.mp4());
  }

  /** To be encoded again, with the same. */
  public static Path hevcWithPersonalTags() {
    return tagged("tagged-hevc.mp4", TestMedia.hevcMp4());
  }

  /** Fifteen seconds of one colour: few bytes, many pixels. */
  public static Path plainFullHd() {
    return ffmpeg(
        "plain.mp4", "-f", "lavfi", "-i", "color=gray:s=1920x1080:r=15:d=15", "-c:v", "mpeg4");
  }

  public static Path text() {
    return write("text.mp4", "This is not a video.\n".repeat(100).getBytes(ISO_8859_1));
  }

  /** A playlist that would make a reader of playlists open other files. */
  public static Path playlist() {
    return write("playlist.mp4", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n".getBytes(ISO_8859_1));
  }

  /** HEVC whose index, in front, promises more than there is. */
  public static Path truncatedHevc() {
    Path whole =
        ffmpeg("index-first.mp4", "-i", TestMedia.hevcMp4().toString(), "-c", "copy", "-movflags", "+faststart");
    return part("truncated-hevc.mp4", whole);
  }

  /** Its sound says that it is something nobody has heard of. */
  public static Path mkvWithUnknownSound() {
    String bytes = new String(bytes(TestMedia.mkv()), ISO_8859_1);
    return write("unknown-sound.mkv", bytes.replaceFirst("A_[A-Z]{3}", "A_XYZ").getBytes(ISO_8859_1));
  }

  public static Path truncatedJpeg() {
    return part("truncated.jpg", TestMedia.jpeg());
  }

  public static Path truncatedPng() {
    return part("truncated.png", TestMedia.png());
  }

  public static Path truncatedGif() {
    return part("truncated.gif", TestMedia.gifAnimated());
  }

  /** Its chunks are all there, and the compressed pixels in the middle are not. */
  public static Path corruptPng() {
    byte[] bytes = bytes(TestMedia.png());
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 500, (byte) 0x55);
    return write("corrupt.png", bytes);
  }

  /** Eight seconds, made for a live stream, so that it does not say how long it is. */
  public static Path webmWithoutDuration() {
    return ffmpeg(
        "live.webm", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=10:d=8", "-c:v", "libvpx", "-deadline", "realtime",
        "-cpu-used", "8", "-live", "1");
  }

  /** Frames with delays of 100, 300 and 400 ms. */
  public static Path gifWithUnevenDelays() {
    return ffmpeg(
        "uneven.gif", "-f", "lavfi", "-i", "testsrc2=s=101x75:r=10:d=2", "-vf",
        "setpts='if(lt(N,10),N*0.1,1+(N-10)*0.37)/TB',split[a][b];[a]palettegen[p];[b][p]paletteuse",
        "-fps_mode", "vfr", "-enc_time_base", "1:100");
  }

  /**
   * Five seconds of 640x360 at 15 frames per second that are black, but for a white tenth of each second, in which there is
   * also a tone: what is seen and what is heard can be compared.
   */
  public static Path mp4WithFlashes() {
    return flashes("flashes.mp4", 640, 360, "-c:v", "mpeg4", "-q:v", "5");
  }

  /** The same in 320x180, fit for copying, with a keyframe at the beginning alone. */
  public static Path mp4WithFlashesAndOneKeyframe() {
    return flashes(
        "flashes-one-keyframe.mp4", 320, 180,
        "-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "veryfast", "-g", "1000", "-sc_threshold", "0");
  }

  /** The same, too small for another size of a ladder. */
  public static Path smallMp4WithFlashesAndOneKeyframe() {
    return flashes(
        "flashes-small.mp4", 160, 96,
        "-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "veryfast", "-g", "1000", "-sc_threshold", "0");
  }

  /** Frames at uneven intervals, in a codec that has to be encoded again. */
  public static Path mp4OfUnevenFrames() {
    return ffmpeg(
        "uneven.mp4", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=3", "-vf", "select='lt(t,1)+not(mod(n,10))'",
        "-fps_mode", "vfr", "-c:v", "mpeg4", "-q:v", "5");
  }

  private static Path flashes(String name, int width, int height, String... encoder) {
    String white = "gte(t,0.5)*lt(mod(t,1),0.1)";
    List<String> options =
        new ArrayList<>(
            List.of(
                "-f", "lavfi", "-i",
                "color=black:s=%dx%d:r=15:d=5.06,drawbox=color=white:t=fill:enable='%s'".formatted(width, height, white),
                "-f", "lavfi", "-i", "aevalsrc='%s*sin(6000*t)':s=48000:d=5.06".formatted(white),
                "-c:a", "aac", "-b:a", "64k"));
    options.addAll(List.of(encoder));
    return GeneratedFiles.byFfmpeg(name, options);
  }

  public static Path png(int width, int height) {
    return ffmpeg("still.png", "-f", "lavfi", "-i", "testsrc2=s=%dx%d".formatted(width, height), "-frames:v", "1");
  }

  /**
   * A JPEG of 400x240 pixels, as it should be shown, with a red, a green and a blue corner: upper left, upper right,
   * lower left. It is stored turned, and its EXIF data say how, and where it was taken.
   */
  public static Path cornerJpeg(int orientation) {
    boolean transposed = orientation >= 5;
    BufferedImage stored =
        new BufferedImage(transposed ? HEIGHT : WIDTH, transposed ? WIDTH : HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean left = x < 60;
        boolean upper = y < 60;
        boolean right = x >= WIDTH - 60;
        boolean lower = y >= HEIGHT - 60;
        int color = left && upper ? 0xE02020 : right && upper ? 0x20C020 : left && lower ? 0x2020E0 : 0x404040;
        int mirroredX = WIDTH - 1 - x;
        int mirroredY = HEIGHT - 1 - y;
        switch (orientation) {
          case 1 -> stored.setRGB(x, y, color);
          case 2 -> stored.setRGB(mirroredX, y, color);
          case 3 -> stored.setRGB(mirroredX, mirroredY, color);
          case 4 -> stored.setRGB(x, mirroredY, color);
          case 5 -> stored.setRGB(y, x, color);
          case 6 -> stored.setRGB(y, mirroredX, color);
          case 7 -> stored.setRGB(mirroredY, mirroredX, color);
          case 8 -> stored.setRGB(mirroredY, x, color);
          default -> throw new IllegalArgumentException();
        }
      }
    }
    byte[] tiff = ExifBytes.tiff(orientation, ByteOrder.BIG_ENDIAN);
    return write("corners-%d.jpg".formatted(orientation), withSegment(jpeg(stored), APP1, "Exif\0\0", tiff));
  }

  /** The same upright picture in another format. */
  public static Path corners(String extension, String options) {
    List<String> all = new ArrayList<>(List.of("-i", cornerJpeg(1).toString()));
    all.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
    return GeneratedFiles.byFfmpeg("corners." + extension, all);
  }

  /** The same picture in four inks, as printers and Adobe's programs write it: inverted, and said to be by a segment. */
  public static Path cmykJpeg() {
    WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    BufferedImage corners = cornerImage();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int rgb = corners.getRGB(x, y);
        inks.setPixel(x, y, new int[] {rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF, 0xFF});
      }
    }
    byte[] adobe = {0, 100, 0, 0, 0, 0, 0};
    return write("cmyk.jpg", withSegment(jpeg(new IIOImage(inks, null, null)), APP14, "Adobe", adobe));
  }

  /** A JPEG with a profile that claims to be for this colour space, four letters. */
  public static Path jpegWithProfile(String colorSpace) {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    System.arraycopy(colorSpace.getBytes(ISO_8859_1), 0, profile, 16, 4);
    byte[] plain = jpeg(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB));
    return write("profile.jpg", withSegment(plain, APP2, "ICC_PROFILE\0\1\1", profile));
  }

  public static Path grayJpeg() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < WIDTH; x++) {
      for (int y = 0; y < HEIGHT; y++) {
        image.getRaster().setSample(x, y, 0, x / 2);
      }
    }
    return write("gray.jpg", jpeg(image));
  }

  private static Path ffmpeg(String name, String... options) {
    return GeneratedFiles.byFfmpeg(name, List.of(options));
  }

  private static Path write(String name, byte[] bytes) {
    return GeneratedFiles.file(name, "%08x".formatted(Arrays.hashCode(bytes)), target -> Files.write(target, bytes));
  }

  /** The first half of a file. */
  private static Path part(String name, Path whole) {
    byte[] bytes = bytes(whole);
    return write(name, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path tagged(String name, Path file) {
    return ffmpeg(
        name, "-i", file.toString(), "-c", "copy", "-metadata", "title=secret", "-metadata", "comment=secret",
        "-metadata", "location=+48.8577+002.295/", "-metadata:s:v:0", "handler_name=secret", "-movflags",
        "use_metadata_tags");
  }

  /** Puts a segment directly behind the first marker of a JPEG. */
  static byte[] withSegment(byte[] jpeg, int marker, String name, byte[] content) {
    byte[] head = name.getBytes(ISO_8859_1);
    return ByteBuffer.allocate(jpeg.length + 4 + head.length + content.length)
        .put(jpeg, 0, 2)
        .putShort((short) marker)
        .putShort((short) (2 + head.length + content.length))
        .put(head)
        .put(content)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  private static BufferedImage cornerImage() {
    try {
      return ImageIO.read(cornerJpeg(1).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] jpeg(BufferedImage image) {
    return jpeg(new IIOImage(image, null, null));
  }

  private static byte[] jpeg(IIOImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(0.95f);
      writer.write(null, image, quality);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
