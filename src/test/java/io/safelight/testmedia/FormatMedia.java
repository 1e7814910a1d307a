package io.safelight.testmedia;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safelight.hostile.Boxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Videos as phones, cameras, editors and browsers write them: containers, codecs, tracks and colours. */
public final class FormatMedia {
  private static final List<String> H264 = words("-c:v libx264 -preset ultrafast -pix_fmt yuv420p");
  private static final String HEVC = "-c:v libx265 -preset ultrafast -tag:v hvc1 -x265-params log-level=none";

  /** Brownish red, away from the corners of every colour space. */
  public static final int RED = 0xB04030;

  private FormatMedia() {}

  /** Picture and sound of 0.8 s, encoded and packed with these options. */
  public static Path movie(String name, String options) {
    return GeneratedFiles.byFfmpeg(
        name, concat(words("-f lavfi -i testsrc2=s=320x180:r=30:d=0.8 -f lavfi -i sine=d=0.8:r=48000"), words(options)));
  }

  /** H.264 beside sound of this codec. */
  public static Path withSound(String name, String options) {
    return GeneratedFiles.byFfmpeg(
        name,
        concat(
            words("-f lavfi -i testsrc2=s=320x180:r=30:d=1.5 -f lavfi -i sine=d=1.5:r=48000"),
            concat(H264, words(options))));
  }

  /** As the oldest telephones wrote it. */
  public static Path oldTelephone() {
    return GeneratedFiles.byFfmpeg(
        "telephone.3gp",
        words(
            "-f lavfi -i testsrc2=s=352x288:r=15:d=1.5 -f lavfi -i sine=d=1.5:r=8000 -c:v h263"
                + " -c:a libopencore_amrnb -ac 1 -ar 8000"));
  }

  /**
   * Five stripes of grey in HEVC of 10 bits, lossless, of these values from the left: 64, 397, 573, 721 and 940.
   *
   * @param transfer {@code smpte2084} or {@code arib-std-b67}
   * @param tagged whether matrix and primaries are named beside it
   */
  public static Path hdrStripes(String transfer, boolean tagged) {
    String luma =
        "st(0\\,floor(X/64))\\;if(eq(ld(0)\\,0)\\,64\\,if(eq(ld(0)\\,1)\\,397\\,if(eq(ld(0)\\,2)\\,573\\,"
            + "if(eq(ld(0)\\,3)\\,721\\,940))))";
    String others = tagged ? "color_primaries=bt2020:colorspace=bt2020nc:" : "";
    return GeneratedFiles.byFfmpeg(
        "stripes-%s-%s.mp4".formatted(transfer, tagged),
        concat(
            List.of(
                "-f", "lavfi", "-i",
                "color=s=320x180:r=10:d=1,format=yuv420p10le,geq=lum=%s:cb=512:cr=512,setparams=%scolor_trc=%s:range=tv"
                    .formatted(luma, others, transfer)),
            words(HEVC + ":lossless=1")));
  }

  /** One colour, {@link #RED} to the eye, in these primaries and so on; all of ffmpeg's names. */
  public static Path red(String primaries, String transfer, String matrix, String range) {
    String as = "p=%s:t=%s:m=%s:r=%s".formatted(primaries, transfer, matrix, range);
    String tags = "color_primaries=%s:color_trc=%s:colorspace=%s:range=%s".formatted(primaries, transfer, matrix, range);
    return GeneratedFiles.byFfmpeg(
        "red-%s-%s-%s.mp4".formatted(primaries, matrix, range),
        concat(
            List.of(
                "-f", "lavfi", "-i",
                ("color=0x%06X:s=320x180:r=10:d=1,format=gbrp,zscale=min=gbr:pin=709:tin=709:rin=full:%s,"
                    + "format=yuv420p,setparams=%s").formatted(RED, as, tags)),
            H264));
  }

  /** The same colour, in what these options choose. */
  public static Path red(String name, String pixelFormat, String options) {
    return GeneratedFiles.byFfmpeg(
        name,
        concat(
            List.of("-f", "lavfi", "-i", "color=0x%06X:s=320x180:r=10:d=1,format=%s".formatted(RED, pixelFormat)),
            words(options)));
  }

  /** Its edit list leaves out the first 400 ms, which are still in the file. */
  public static Path trimmed() {
    return GeneratedFiles.byFfmpeg("trimmed.mp4", List.of("-ss", "0.4", "-i", base().toString(), "-c", "copy"));
  }

  /**
   * Nine seconds of one frame each, of which an edit list leaves out the first, which is red; the others are blue.
   *
   * @param group frames from one keyframe to the next
   */
  public static Path firstFrameCut(int group) {
    String blue = "drawbox=c=blue:t=fill:enable=gte(n\\,1)";
    Path whole =
        GeneratedFiles.byFfmpeg(
            "red-then-blue-" + group + ".mp4",
            concat(
                List.of("-f", "lavfi", "-i", "color=red:size=320x240:rate=1:duration=9," + blue),
                List.of(
                    "-c:v", "libx264", "-g", "" + group, "-keyint_min", "" + group, "-sc_threshold", "0", "-bf", "0",
                    "-pix_fmt", "yuv420p")));
    return GeneratedFiles.derived(
        "first-frame-cut-" + group + ".mp4",
        whole,
        bytes -> {
          int second = Boxes.intAt(bytes, 12, "moov", "trak", "mdia", "mdhd");
          byte[] shorter = Boxes.withInt(bytes, 8, 8000, "moov", "trak", "edts", "elst");
          return Boxes.withInt(shorter, 12, second, "moov", "trak", "edts", "elst");
        });
  }

  /** The picture begins half a second after the sound. */
  public static Path latePicture() {
    return GeneratedFiles.byFfmpeg(
        "late.mp4",
        List.of(
            "-itsoffset", "0.5", "-i", base().toString(), "-i", base().toString(), "-map", "0:v", "-map", "1:a",
            "-c", "copy"));
  }

  /** Cut out of the second hour of a live stream: its clock does not begin at zero. */
  public static Path partOfLiveStream(String extension) {
    return GeneratedFiles.byFfmpeg(
        "part." + extension, List.of("-i", base().toString(), "-c", "copy", "-output_ts_offset", "3600"));
  }

  /** Three tracks of sound, of which the second, a tone of 1,760 Hz, is the default. */
  public static Path severalSounds() {
    return GeneratedFiles.byFfmpeg(
        "sounds.mp4",
        concat(
            List.of("-i", base().toString()),
            words(
                "-f lavfi -i sine=f=220:d=1.5 -f lavfi -i sine=f=1760:d=1.5 -map 0:v -map 1:a -map 2:a -map 0:a -c:v copy"
                    + " -c:a aac -disposition:a:0 0 -disposition:a:1 default -disposition:a:2 0")));
  }

  /** With a track of time codes, as cameras write it. */
  public static Path timecode() {
    return GeneratedFiles.byFfmpeg(
        "timecode.mov", List.of("-i", base().toString(), "-c", "copy", "-timecode", "01:00:00:00"));
  }

  /** Mirrored by its display matrix, as the cameras at the front of telephones may do. */
  public static Path mirrored() {
    return GeneratedFiles.byFfmpeg(
        "mirrored.mp4", List.of("-display_hflip", "-i", base().toString(), "-c", "copy"));
  }

  /** A frame in seven, at a clock of 90,000 ticks. */
  public static Path fewFrames() {
    return GeneratedFiles.byFfmpeg(
        "few-frames.mp4",
        words(
            "-f lavfi -i testsrc2=s=320x180:r=30:d=1.5 -vf select=not(mod(n\\,7)) -fps_mode vfr -c:v libx264"
                + " -preset ultrafast -pix_fmt yuv420p -video_track_timescale 90000"));
  }

  /** An MP4 whose nth track of sound is in a codec that nobody has heard of. */
  public static Path secretSound(Path file, int track) {
    return replaced(replaced(file, "mp4a", track), "esds", track);
  }

  /** Its picture is. */
  public static Path secretPicture() {
    // The first name stands in the list of brands.
    return replaced(base(), "avc1", 2);
  }

  /** With other letters in place of the nth occurrence of four letters. */
  private static Path replaced(Path file, String letters, int nth) {
    return GeneratedFiles.file(
        "secret-" + letters + ".mp4",
        file.getFileName() + letters + nth,
        target -> {
          String bytes = Files.readString(file, ISO_8859_1);
          int at = -1;
          for (int i = 0; i < nth; i++) {
            at = bytes.indexOf(letters, at + 1);
          }
          Files.writeString(target, bytes.substring(0, at) + "zzzq" + bytes.substring(at + 4), ISO_8859_1);
        });
  }

  private static Path base() {
    return withSound("base.mp4", "-c:a aac");
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return new ArrayList<>(Stream.of(first, second).flatMap(List::stream).toList());
  }
}
