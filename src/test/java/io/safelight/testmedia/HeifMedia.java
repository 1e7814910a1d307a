package io.safelight.testmedia;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * HEIC and AVIF files, written box by box around pictures that ffmpeg encoded, as ffmpeg writes no HEIC. All show
 * {@link ProcessingMedia#cornerJpeg}: 400x240, with a red, a green and a blue corner.
 */
public final class HeifMedia {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 240;
  private static final int TILE = 128;
  private static final int COLUMNS = 2;
  private static final int ROWS = 4;
  private static final String HEVC =
      "-c:v libx265 -preset ultrafast -crf 8 -tag:v hvc1 -x265-params log-level=none:keyint=1:range=full:colormatrix=smpte170m";
  private static final String AV1 = "-c:v libaom-av1 -cpu-used 8 -crf 10 -g 1";

  private HeifMedia() {}

  /** In a frame of black that the file says is not to be shown. */
  public static Path croppedHeic() {
    int[] aperture = {WIDTH, 1, HEIGHT, 1, -4, 2, -1, 1};
    ByteBuffer clap = ByteBuffer.allocate(4 * aperture.length);
    IntStream.of(aperture).forEach(clap::putInt);
    return write(
        "cropped.heic",
        new Heif("hvc1")
            .coded(single("padded-hevc.mp4", HEVC, "pad=420:250:8:4,"))
            .stored(420, 250)
            .nclx(1, 13, 6, true)
            .property(Heif.box("clap", clap.array())));
  }

  /** One coded picture. */
  public static Path heic() {
    return write("single.heic", new Heif("hvc1").coded(single("single-hevc.mp4", HEVC, "")).nclx(1, 13, 6, true));
  }

  /** As telephones write large ones: eight tiles, turned by the file, with a profile, and EXIF data to be ignored. */
  public static Path tiledHeic() {
    // Stored lying on its left side, to be turned clockwise.
    String cut = "transpose=cclock,pad=" + COLUMNS * TILE + ":" + ROWS * TILE + ",untile=" + COLUMNS + "x" + ROWS;
    return write(
        "tiled.heic",
        new Heif("hvc1").coded(encoded("tiles-hevc.mp4", HEVC, cut)).grid(COLUMNS, ROWS, /* width= */ HEIGHT, /* height= */ WIDTH).turned(3).profile());
  }

  /** The same whose last tile is damaged. */
  public static Path damagedTiledHeic() {
    byte[] bytes = bytes(tiledHeic());
    Arrays.fill(bytes, bytes.length - 400, bytes.length - 100, (byte) 0x5a);
    return write("damaged.heic", bytes);
  }

  /** Mirrored by the file. */
  public static Path mirroredHeic() {
    return write(
        "mirrored.heic", new Heif("hvc1").coded(single("mirrored-hevc.mp4", HEVC, "hflip,")).nclx(1, 13, 6, true).mirrored(1));
  }

  public static Path avif() {
    return write("single.avif", new Heif("av01").coded(single("single-av1.mp4", AV1, "")).nclx(1, 13, 6, true));
  }

  /** The left half is transparent; with a profile. */
  public static Path avifWithAlpha() {
    String opacity = "geq=lum=if(lt(X\\,W/2)\\,0\\,255),format=gray,";
    return write(
        "alpha.avif",
        new Heif("av01")
            .coded(single("single-av1.mp4", AV1, ""))
            .nclx(1, 13, 6, true)
            .profile()
            .opacity(single("opacity-av1.mp4", AV1 + " -color_range pc", opacity)));
  }

  /** {@link FormatMedia#RED} in Display P3, without a profile. */
  public static Path wideGamutAvif() {
    return red("p3.avif", "smpte432", "iec61966-2-1", "bt709", new Heif("av01").nclx(12, 13, 1, false), "");
  }

  /** The same in BT.2020 and PQ of 10 bits, of the brightness of paper. */
  public static Path hdrAvif() {
    return red("pq.avif", "bt2020", "smpte2084", "bt2020nc", new Heif("av01").nclx(9, 16, 9, false), ":npl=203");
  }

  /** A file whose primary picture is in a codec that is none of these. */
  public static Path foreignHeic() {
    String bytes = new String(bytes(heic()), ISO_8859_1);
    return write("foreign.heic", bytes.replaceFirst("hvc1Color", "vvc1Color").getBytes(ISO_8859_1));
  }

  private static Path red(String name, String primaries, String transfer, String matrix, Heif heif, String brightness) {
    String convert =
        "color=0x%06X:s=400x240:r=1:d=1,format=gbrp,zscale=min=gbr:pin=709:tin=iec61966-2-1:rin=full:p=%s:t=%s:m=%s:r=tv%s,%s"
            .formatted(FormatMedia.RED, primaries, transfer, matrix, brightness, "format=yuv420p10le");
    List<String> options = new ArrayList<>(List.of("-f", "lavfi", "-i", convert, "-frames:v", "1"));
    options.addAll(List.of(AV1.split(" ")));
    return write(name, heif.coded(Samples.of(GeneratedFiles.byFfmpeg(name + ".mp4", options))));
  }

  private static Samples single(String name, String codec, String filters) {
    return encoded(name, codec, filters + "null");
  }

  /** Each frame of what these filters make of the picture, coded by itself. */
  private static Samples encoded(String name, String codec, String filters) {
    List<String> options =
        new ArrayList<>(List.of("-i", ProcessingMedia.cornerJpeg(1).toString(), "-vf", filters));
    options.addAll(List.of("-fps_mode", "passthrough"));
    if (!filters.contains("gray")) {
      options.addAll(List.of("-pix_fmt", codec.startsWith(HEVC) ? "yuvj420p" : "yuv420p"));
    }
    options.addAll(List.of(codec.split(" ")));
    return Samples.of(GeneratedFiles.byFfmpeg(name, options));
  }

  private static Path write(String name, Heif heif) {
    return write(name, heif.bytes());
  }

  private static Path write(String name, byte[] bytes) {
    return GeneratedFiles.file(name, "%08x".formatted(Arrays.hashCode(bytes)), target -> Files.write(target, bytes));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an MP4 of one track holds: the configuration of its decoder as a box, and its frames. */
  private static final class Samples {
    private static final Samples NONE = new Samples(new byte[0], List.of());

    private final byte[] configuration;
    private final List<byte[]> frames;

    private Samples(byte[] configuration, List<byte[]> frames) {
      this.configuration = configuration;
      this.frames = frames;
    }

    static Samples of(Path mp4) {
      byte[] bytes = bytes(mp4);
      ByteBuffer in = ByteBuffer.wrap(bytes);
      String text = new String(bytes, ISO_8859_1);
      int box = text.indexOf("hvcC") > 0 ? text.indexOf("hvcC") - 4 : text.indexOf("av1C") - 4;
      byte[] configuration = Arrays.copyOfRange(bytes, box, box + in.getInt(box));
      int sizes = text.indexOf("stsz") + 8;
      int common = in.getInt(sizes);
      List<byte[]> frames = new ArrayList<>();
      int at = text.indexOf("mdat") + 4;
      for (int i = 0; i < in.getInt(sizes + 4); i++) {
        int size = common > 0 ? common : in.getInt(sizes + 8 + 4 * i);
        frames.add(Arrays.copyOfRange(bytes, at, at + size));
        at += size;
      }
      return new Samples(configuration, frames);
    }
  }

  /** Writes a file of items: the picture or its tiles, a grid, an opacity. */
  private static final class Heif {
    private static final int GRID = 100;
    private static final int OPACITY = 101;

    private final String type;
    private final List<byte[]> properties = new ArrayList<>();
    private final List<Integer> ofPrimary = new ArrayList<>();
    private Samples tiles = Samples.NONE;
    private Samples opacity = Samples.NONE;
    private byte[] grid = new byte[0];
    private int width = WIDTH;
    private int height = HEIGHT;

    Heif(String type) {
      this.type = type;
    }

    Heif coded(Samples samples) {
      tiles = samples;
      return this;
    }

    Heif stored(int newWidth, int newHeight) {
      width = newWidth;
      height = newHeight;
      return this;
    }

    Heif opacity(Samples samples) {
      opacity = samples;
      return this;
    }

    Heif grid(int columns, int rows, int width, int height) {
      ByteBuffer layout = ByteBuffer.allocate(8);
      layout.put((byte) 0).put((byte) 0).put((byte) (rows - 1)).put((byte) (columns - 1));
      layout.putShort((short) width).putShort((short) height);
      grid = layout.array();
      return this;
    }

    Heif turned(int quartersAnticlockwise) {
      return property(box("irot", new byte[] {(byte) quartersAnticlockwise}));
    }

    Heif mirrored(int axis) {
      return property(box("imir", new byte[] {(byte) axis}));
    }

    Heif nclx(int primaries, int transfer, int matrix, boolean fullRange) {
      ByteBuffer color = ByteBuffer.allocate(11).put("nclx".getBytes(US_ASCII));
      color.putShort((short) primaries).putShort((short) transfer).putShort((short) matrix);
      return property(box("colr", color.put((byte) (fullRange ? 0x80 : 0)).array()));
    }

    Heif profile() {
      return property(
          box("colr", "prof".getBytes(US_ASCII), ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData()));
    }

    Heif property(byte[] box) {
      properties.add(box);
      ofPrimary.add(properties.size());
      return this;
    }

    byte[] bytes() {
      boolean cut = grid.length > 0;
      int count = tiles.frames.size();
      int primary = cut ? GRID : 1;
      List<Integer> ofTile = new ArrayList<>();
      properties.add(tiles.configuration);
      ofTile.add(properties.size());
      properties.add(extent(cut ? TILE : width, cut ? TILE : height));
      ofTile.add(properties.size());
      List<Integer> ofOpacity = new ArrayList<>();
      if (!opacity.frames.isEmpty()) {
        properties.add(opacity.configuration);
        ofOpacity.add(properties.size());
        ofOpacity.add(ofTile.getLast());
        properties.add(fullBox("auxC", 0, "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0".getBytes(US_ASCII)));
        ofOpacity.add(properties.size());
      }
      if (cut) {
        ByteBuffer layout = ByteBuffer.wrap(grid);
        properties.add(extent(layout.getShort(4), layout.getShort(6)));
        ofPrimary.add(properties.size());
      } else {
        ofPrimary.addAll(ofTile);
      }
      byte[] head = box("ftyp", (type.equals("av01") ? "avif" : "heic").getBytes(US_ASCII), new byte[4], "mif1miaf".getBytes(US_ASCII));
      // The places of the items are known when the length of what stands before them is.
      int start = head.length + meta(primary, count, ofTile, ofOpacity, 0).length + 8;
      byte[] meta = meta(primary, count, ofTile, ofOpacity, start);
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      opacity.frames.forEach(data::writeBytes);
      tiles.frames.forEach(data::writeBytes);
      return join(head, meta, box("mdat", data.toByteArray()));
    }

    private byte[] meta(int primary, int count, List<Integer> ofTile, List<Integer> ofOpacity, int start) {
      boolean cut = grid.length > 0;
      boolean transparent = !opacity.frames.isEmpty();
      List<byte[]> infos = new ArrayList<>();
      List<byte[]> places = new ArrayList<>();
      List<byte[]> associations = new ArrayList<>();
      int at = start;
      if (transparent) {
        infos.add(info(OPACITY, type, "Alpha"));
        places.add(place(OPACITY, 0, at, opacity.frames.getFirst().length));
        associations.add(association(OPACITY, ofOpacity));
        at += opacity.frames.getFirst().length;
      }
      for (int i = 1; i <= count; i++) {
        infos.add(info(i, type, "Color"));
        places.add(place(i, 0, at, tiles.frames.get(i - 1).length));
        associations.add(association(i, i == primary ? ofPrimary : ofTile));
        at += tiles.frames.get(i - 1).length;
      }
      ByteBuffer references = ByteBuffer.allocate(4 + 2 * count).putShort((short) GRID).putShort((short) count);
      for (int i = 1; i <= count; i++) {
        references.putShort((short) i);
      }
      if (cut) {
        infos.add(info(GRID, "grid", ""));
        places.add(place(GRID, 1, 0, grid.length));
        associations.add(association(GRID, ofPrimary));
      }
      byte[] aux = ByteBuffer.allocate(6).putShort((short) OPACITY).putShort((short) 1).putShort((short) primary).array();
      byte[] related = cut ? box("dimg", references.array()) : transparent ? box("auxl", aux) : new byte[0];
      return fullBox(
          "meta",
          0,
          fullBox("hdlr", 0, new byte[4], "pict".getBytes(US_ASCII), new byte[13]),
          fullBox("pitm", 0, number(primary)),
          fullBox("iinf", 0, number(infos.size()), join(infos.toArray(byte[][]::new))),
          fullBox("iloc", 1, new byte[] {0x44, 0}, number(places.size()), join(places.toArray(byte[][]::new))),
          fullBox("iref", 0, related),
          box("iprp", box("ipco", join(properties.toArray(byte[][]::new))),
              fullBox("ipma", 0, ByteBuffer.allocate(4).putInt(associations.size()).array(),
                  join(associations.toArray(byte[][]::new)))),
          box("idat", grid));
    }

    private static byte[] info(int id, String type, String name) {
      return fullBox("infe", 2, number(id), new byte[2], type.getBytes(US_ASCII), (name + "\0").getBytes(US_ASCII));
    }

    private static byte[] place(int id, int method, int offset, int length) {
      return ByteBuffer.allocate(16)
          .putShort((short) id).putShort((short) method).putShort((short) 0).putShort((short) 1)
          .putInt(offset).putInt(length)
          .array();
    }

    private static byte[] association(int id, List<Integer> indices) {
      ByteBuffer out = ByteBuffer.allocate(3 + indices.size()).putShort((short) id).put((byte) indices.size());
      indices.forEach(index -> out.put(index.byteValue()));
      return out.array();
    }

    private static byte[] extent(int width, int height) {
      return fullBox("ispe", 0, ByteBuffer.allocate(8).putInt(width).putInt(height).array());
    }

    private static byte[] number(int value) {
      return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    private static byte[] fullBox(String name, int version, byte[]... content) {
      byte[] head = ByteBuffer.allocate(4).putInt(version << 24).array();
      return box(name, join(head, join(content)));
    }

    private static byte[] box(String name, byte[]... content) {
      byte[] all = join(content);
      return ByteBuffer.allocate(8 + all.length).putInt(8 + all.length).put(name.getBytes(US_ASCII)).put(all).array();
    }

    private static byte[] join(byte[]... parts) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        out.writeBytes(part);
      }
      return out.toByteArray();
    }
  }
}
