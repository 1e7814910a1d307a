package io.safelight.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safelight.image.HeifItem.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The {@code meta} box of a HEIF file (ISO/IEC 23008-12, section 6, and 14496-12, section 8.11): items, where their bytes are,
 * what they have to do with each other, and their properties. What is malformed leads to an exception of {@link ByteBuffer} or
 * to {@link IllegalArgumentException}. Not thread-safe.
 */
final class HeifDescription {
  private static final int MOST_ITEMS = 4096;
  private static final int MOST_TILES = 1024;

  /** A place may be described by no bytes at all, and as often as a number of 16 bits says. */
  private static final int MOST_EXTENTS = 16;

  private static final int IN_FILE = 0;
  private static final int IN_THIS_BOX = 1;
  private static final int LAYOUT_LENGTH = 12;
  private static final Location NOWHERE = new Location(IN_FILE, List.of());

  /** A property: the name of its box, and what is in it. */
  record Property(String type, ByteBuffer content) {}

  /** From one item to others. */
  private record Reference(String type, int from, List<Integer> to) {}

  private record Location(int method, List<Extent> extents) {}

  private final Map<Integer, String> types = new HashMap<>();
  private final Map<Integer, Location> locations = new HashMap<>();
  private final Map<Integer, List<Property>> propertiesOf = new HashMap<>();
  private final List<Property> properties = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private int primary;
  private @Nullable ByteBuffer associations;
  private long dataStart;

  private HeifDescription() {}

  /**
   * Reads the content of the box.
   *
   * @param start where in the file it begins
   */
  static HeifDescription of(ByteBuffer meta, long start) {
    HeifDescription description = new HeifDescription();
    meta.getInt();
    eachBox(
        meta,
        box -> {
          switch (box.type()) {
            case "pitm" -> description.primary = number(box.content(), version(box.content()) > 0);
            case "iinf" -> description.readTypes(box.content());
            case "iloc" -> description.readLocations(box.content());
            case "iref" -> description.readReferences(box.content());
            case "iprp" -> description.readProperties(box.content());
            case "idat" -> description.dataStart = start + box.content().arrayOffset();
            default -> {}
          }
        });
    if (description.associations != null) {
      description.associate(description.associations);
    }
    return description;
  }

  /**
   * The primary picture.
   *
   * @param file within which all of it must be
   */
  Optional<HeifImage> image(ByteSource file) throws IOException {
    boolean grid = "grid".equals(types.get(primary));
    List<HeifItem> tiles = new ArrayList<>();
    HeifProperties shown = new HeifProperties(propertiesOf(primary));
    int columns = 1;
    int width = shown.width();
    int height = shown.height();
    if (grid) {
      ByteBuffer layout = layout(file);
      layout.get();
      boolean wide = (layout.get() & 1) != 0;
      int rows = 1 + (layout.get() & 0xff);
      columns = 1 + (layout.get() & 0xff);
      width = wide ? layout.getInt() : layout.getShort() & 0xffff;
      height = wide ? layout.getInt() : layout.getShort() & 0xffff;
      List<Integer> parts = related("dimg", primary);
      if (parts.size() != rows * columns || parts.size() > MOST_TILES) {
        return Optional.empty();
      }
      parts.forEach(part -> tiles.add(item(part)));
    } else {
      tiles.add(item(primary));
    }
    Optional<HeifItem> alpha = grid ? Optional.empty() : alpha();
    var image =
        new HeifImage(
            tiles, columns, shown.crop(width, height), shown.orientation(), alpha, shown.color(), shown.profile());
    boolean sound =
        image.crop().isWithin(width, height)
            && covers(tiles.getFirst().width(), columns, width)
            && covers(tiles.getFirst().height(), image.rows(), height)
            && isSound(image, file.position() + file.remaining());
    return sound ? Optional.of(image) : Optional.empty();
  }

  /** Nothing lies outside of the file or is used many times over, and all tiles are of one kind. */
  private static boolean isSound(HeifImage image, long fileLength) {
    HeifItem first = image.tiles().getFirst();
    List<HeifItem> items = new ArrayList<>(image.tiles());
    image.alpha().ifPresent(items::add);
    long bytes = items.stream().mapToLong(HeifItem::length).sum();
    boolean within =
        items.stream().flatMap(item -> item.extents().stream())
            .allMatch(extent -> extent.length() > 0 && extent.length() <= fileLength - extent.offset());
    boolean alike =
        image.tiles().stream().allMatch(
            tile -> tile.width() == first.width()
                && tile.height() == first.height()
                && tile.codec().equals(first.codec())
                && tile.configuration().equals(first.configuration()));
    return within && bytes <= fileLength && alike;
  }

  /** Tiles fill the picture and hardly more. */
  private static boolean covers(int tile, int count, int whole) {
    return tile > 0 && (long) tile * count >= whole && (long) tile * (count - 1) < whole;
  }

  private HeifItem item(int id) {
    HeifProperties own = new HeifProperties(propertiesOf(id));
    String codec = Objects.requireNonNullElse(types.get(id), "");
    return new HeifItem(codec, own.width(), own.height(), own.configuration(), extents(id));
  }

  private Optional<HeifItem> alpha() {
    return references.stream()
        .filter(reference -> reference.type().equals("auxl") && reference.to().contains(primary))
        .map(Reference::from)
        .filter(id -> new HeifProperties(propertiesOf(id)).isAlpha() && !"grid".equals(types.get(id)))
        .findFirst()
        .map(this::item);
  }

  private List<Integer> related(String type, int from) {
    return references.stream()
        .filter(reference -> reference.type().equals(type) && reference.from() == from)
        .findFirst()
        .map(Reference::to)
        .orElse(List.of());
  }

  private List<Property> propertiesOf(int id) {
    return propertiesOf.getOrDefault(id, List.of());
  }

  /** How the tiles of the primary picture lie (ISO/IEC 23008-12, section 6.6.2.3). */
  private ByteBuffer layout(ByteSource file) throws IOException {
    Extent extent = extents(primary).getFirst();
    file.seek(Math.clamp(extent.offset(), 0, file.position() + file.remaining()));
    return ByteBuffer.wrap(file.bytes((int) Math.min(extent.length(), LAYOUT_LENGTH)));
  }

  private List<Extent> extents(int id) {
    Location location = Objects.requireNonNullElse(locations.get(id), NOWHERE);
    return switch (location.method()) {
      case IN_FILE -> location.extents();
      case IN_THIS_BOX ->
          location.extents().stream()
              .map(extent -> new Extent(dataStart + extent.offset(), extent.length()))
              .toList();
      default -> throw new IllegalArgumentException("made of other items");
    };
  }

  private void readTypes(ByteBuffer box) {
    int count = number(box, version(box) > 0);
    eachBox(
        box,
        entry -> {
          ByteBuffer content = entry.content();
          int version = version(content);
          if (entry.type().equals("infe") && version >= 2 && types.size() < Math.min(count, MOST_ITEMS)) {
            int id = number(content, version > 2);
            content.getShort();
            types.put(id, name(content));
          }
        });
  }

  private void readLocations(ByteBuffer box) {
    int version = version(box);
    int sizes = box.getShort() & 0xffff;
    int items = number(box, version > 1);
    for (int i = 0; i < Math.min(items, MOST_ITEMS); i++) {
      int id = number(box, version > 1);
      int method = version > 0 ? box.getShort() & 0xf : IN_FILE;
      box.getShort();
      long base = sized(box, sizes >> 4 & 0xf);
      int count = box.getShort() & 0xffff;
      if (count > MOST_EXTENTS) {
        throw new IllegalArgumentException("in " + count + " parts");
      }
      List<Extent> extents = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        if (version > 0) {
          sized(box, sizes & 0xf);
        }
        long offset = base + sized(box, sizes >> 12);
        extents.add(new Extent(offset, sized(box, sizes >> 8 & 0xf)));
      }
      locations.put(id, new Location(method, extents));
    }
  }

  private void readReferences(ByteBuffer box) {
    boolean wide = version(box) > 0;
    eachBox(
        box,
        entry -> {
          ByteBuffer content = entry.content();
          int from = number(content, wide);
          int count = content.getShort() & 0xffff;
          List<Integer> to = new ArrayList<>();
          for (int i = 0; i < Math.min(count, MOST_ITEMS); i++) {
            to.add(number(content, wide));
          }
          references.add(new Reference(entry.type(), from, to));
        });
  }

  private void readProperties(ByteBuffer box) {
    eachBox(
        box,
        part -> {
          switch (part.type()) {
            case "ipco" -> eachBox(part.content(), properties::add);
            case "ipma" -> associations = part.content();
            default -> {}
          }
        });
  }

  private void associate(ByteBuffer box) {
    int flags = box.getInt();
    boolean wideItems = flags >>> 24 > 0;
    boolean wideIndices = (flags & 1) != 0;
    int items = box.getInt();
    for (int i = 0; i < Math.min(items, MOST_ITEMS); i++) {
      int id = number(box, wideItems);
      int count = box.get() & 0xff;
      List<Property> own = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        int index = wideIndices ? box.getShort() & 0x7fff : box.get() & 0x7f;
        if (index > 0) {
          own.add(properties.get(index - 1));
        }
      }
      propertiesOf.put(id, own);
    }
  }

  private static void eachBox(ByteBuffer in, Consumer<Property> reader) {
    while (in.remaining() >= 8) {
      int length = in.getInt();
      String type = name(in);
      if (length < 8 || length - 8 > in.remaining()) {
        throw new IllegalArgumentException("a box of " + length + " bytes");
      }
      ByteBuffer content = in.slice(in.position(), length - 8);
      in.position(in.position() + length - 8);
      reader.accept(new Property(type, content));
    }
  }

  private static int version(ByteBuffer fullBox) {
    return fullBox.getInt() >>> 24;
  }

  /** An id, or how many there are of something, of 32 bits or 16. */
  private static int number(ByteBuffer in, boolean wide) {
    return wide ? in.getInt() : in.getShort() & 0xffff;
  }

  private static long sized(ByteBuffer in, int bytes) {
    return switch (bytes) {
      case 0 -> 0;
      case 4 -> in.getInt() & 0xffff_ffffL;
      case 8 -> in.getLong();
      default -> throw new IllegalArgumentException("a number of " + bytes + " bytes");
    };
  }

  static String name(ByteBuffer in) {
    byte[] name = new byte[4];
    in.get(name);
    return new String(name, ISO_8859_1);
  }
}
