package io.safelight;

import io.safelight.blob.DataFolder;
import io.safelight.blob.GarbageCollector;
import io.safelight.blob.LocalBlobStore;
import io.safelight.media.AttachedSubtitles;
import io.safelight.media.Expirer;
import io.safelight.media.Media;
import io.safelight.media.MediaId;
import io.safelight.media.Segment;
import io.safelight.media.Variant;
import io.safelight.store.Database;
import io.safelight.store.SqlGarbageRepository;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.SqlSubtitleRepository;
import io.safelight.store.SqliteDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a server has left in its data folder, seen as its successor will see it. No server may run on it. */
final class LeftBehind implements AutoCloseable {
  private static final int ALL = 100_000;

  private final DataFolder folder;
  private final LocalBlobStore blobs;
  private final InstantSource clock;
  private final Database database;
  private final SqlMediaRepository media;
  private final SqlGarbageRepository garbage;

  private LeftBehind(Path data, InstantSource clock) throws IOException {
    this.folder = DataFolder.open(data);
    this.blobs = new LocalBlobStore(folder);
    this.clock = clock;
    this.database = SqliteDatabase.open(folder.database(), clock);
    this.media = new SqlMediaRepository(database, (id, version) -> {});
    this.garbage = new SqlGarbageRepository(database);
  }

  static LeftBehind in(Path data) throws IOException {
    return new LeftBehind(data, InstantSource.system());
  }

  /**
   * Deletes what nobody uses, as a server does after years: first the rows, later the bytes.
   *
   * @return every key that is left then
   */
  static Set<String> afterYears(Path data) throws IOException {
    Instant later = Instant.now().plus(Duration.ofDays(1000));
    try (LeftBehind left = new LeftBehind(data, () -> later)) {
      new Expirer(left.media, left.clock).runOnce();
      new GarbageCollector(left.garbage, left.blobs::delete, () -> later.plus(Duration.ofDays(1))).run(() -> false);
      return left.keys();
    }
  }

  List<Media> media() {
    return database
        .read(handle -> handle.createQuery("select id from media order by id").mapTo(Long.class).list())
        .stream()
        .map(id -> media.find(new MediaId(id)).orElseThrow())
        .toList();
  }

  /** The bytes of every segment that a row names. */
  Map<Integer, byte[]> segments(MediaId id) throws IOException {
    Map<Integer, byte[]> stored = new HashMap<>();
    for (Segment segment : media.segments(id)) {
      try (InputStream bytes = Channels.newInputStream(blobs.open(segment.key()))) {
        stored.put(segment.index(), bytes.readAllBytes());
      }
    }
    return stored;
  }

  List<AttachedSubtitles> subtitles(MediaId video) {
    return new SqlSubtitleRepository(database, (id, version) -> {}).subtitles(video);
  }

  /** The names of all variants of a media, each of which is stored as long as its row says. */
  List<String> wholeVariants(MediaId id) throws IOException {
    List<Variant> listed = media.variants(id);
    for (Variant each : listed) {
      try (SeekableByteChannel bytes = blobs.open(each.key())) {
        if (bytes.size() != each.size()) {
          throw new AssertionError("%s has %d bytes instead of %d".formatted(each.name(), bytes.size(), each.size()));
        }
      }
    }
    return listed.stream().map(Variant::name).toList();
  }

  /** Every key of which a row knows. */
  Set<String> namedKeys() {
    return media().stream().flatMap(each -> media.namedKeys(each.id()).stream()).collect(Collectors.toSet());
  }

  /** Every key that is stored. */
  Set<String> keys() throws IOException {
    try (Stream<Path> files = Files.walk(folder.blobs())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.blobs().relativize(file))
          .map(file -> file.subpath(2, file.getNameCount()).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Keys that nothing will ever delete: neither do they belong to a media, nor are they remembered as garbage. */
  Set<String> ownerlessKeys() throws IOException {
    Set<String> owners = new HashSet<>(garbage.due(Instant.ofEpochMilli(Long.MAX_VALUE), ALL));
    media().forEach(each -> owners.add(each.id() + "/"));
    Set<String> keys = keys();
    keys.removeIf(key -> owners.contains(key) || owners.contains(key.substring(0, key.indexOf('/') + 1)));
    return keys;
  }

  @Override
  public void close() {
    database.close();
  }
}
