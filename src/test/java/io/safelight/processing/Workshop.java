package io.safelight.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safelight.TestClock;
import io.safelight.blob.BlobSink;
import io.safelight.blob.BlobFile;
import io.safelight.blob.BlobStore;
import io.safelight.blob.DataFolder;
import io.safelight.blob.LocalBlobStore;
import io.safelight.config.ConfigException;
import io.safelight.config.ConfigLoader;
import io.safelight.config.ProcessingConfig;
import io.safelight.config.SafelightConfig;
import io.safelight.ffmpeg.MediaTools;
import io.safelight.media.Admission;
import io.safelight.media.ClaimedJob;
import io.safelight.media.Expiry;
import io.safelight.media.FinalizeOutcome;
import io.safelight.media.IdGenerator;
import io.safelight.media.JobPace;
import io.safelight.media.JobQueue;
import io.safelight.media.Lane;
import io.safelight.media.Media;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import io.safelight.media.MediaRepository;
import io.safelight.media.NewMedia;
import io.safelight.media.Owners;
import io.safelight.media.Segment;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import io.safelight.store.SqlJobQueue;
import io.safelight.store.SqlMediaRepository;
import io.safelight.store.SqliteDatabase;
import io.safelight.testmedia.TestMedia;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A server without its front: a real store, real blobs and the real ffmpeg, and uploads that are finalized already. */
final class Workshop implements AutoCloseable {
  static final SourceCommand SOURCE_COMMAND = new SourceCommand(List.of("safelight"), Path.of("data"));

  private static final int SEGMENTS = 3;

  final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
  final SafelightConfig config;
  ProcessingConfig processing;
  final SqliteDatabase database;
  final MediaRepository media;
  final JobQueue jobs;
  final BlobStore blobs;
  final Path jobsFolder;
  private final DataFolder data;
  final Heartbeats heartbeats = new Heartbeats();
  final JobPace pace = new JobPace(_ -> 1);

  private final IdGenerator ids = new IdGenerator(clock, 0);

  /**
   * @param settings keys of the configuration and their values
   */
  Workshop(Path folder, Map<String, String> settings) {
    try {
      this.data = DataFolder.open(folder);
      this.config = ConfigLoader.load(Optional.empty(), settings, Map.of());
      this.processing = config.processing();
      this.database = SqliteDatabase.open(data.database(), clock);
      this.media = new SqlMediaRepository(database, (_, _) -> {});
      this.jobs = new SqlJobQueue(database, (_, _) -> {});
      this.blobs = new LocalBlobStore(data);
      this.jobsFolder = data.jobs();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
    heartbeats.start();
  }

  Workshop(Path folder) {
    this(folder, Map.of());
  }

  /** With a lease and a timeout shorter than a configuration may have. */
  Workshop(Path folder, Map<String, String> settings, Duration lease, Duration timeout) {
    this(folder, settings);
    processing =
        new ProcessingConfig(
            processing.videoSlots(),
            processing.quickSlots(),
            processing.restSlots(),
            lease,
            timeout,
            processing.maxFailures(),
            processing.maxInterruptions(),
            processing.restTimeout(),
            processing.early(),
            processing.earlyPatience(),
            processing.videoSide(),
            processing.ladder(),
            processing.hls(),
            processing.storyboard(),
            processing.storyboardInterval(),
            processing.ffmpegCache(),
            processing.ffmpegPath(),
            processing.keepSource(),
            processing.keepFailed());
  }

  /** A finalized upload of this file, in three segments, waiting in a lane. */
  MediaId upload(Path file, MediaCategory category, boolean named, Lane lane) {
    try {
      return upload(Files.readAllBytes(file), category, named, lane);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  MediaId upload(byte[] bytes, MediaCategory category, boolean named, Lane lane) {
    MediaId id = new MediaId(ids.next());
    Instant now = clock.instant();
    media.create(
        new NewMedia(
            id,
            new Owners(new UserId(1), Set.of()),
            category,
            named,
            "application/octet-stream",
            bytes.length,
            UUID.randomUUID().toString(),
            now,
            now.plus(Duration.ofDays(1))),
        new Admission(1000, Long.MAX_VALUE, Long.MAX_VALUE));
    int size = bytes.length / SEGMENTS + 1;
    for (int from = 0, index = 0; from < bytes.length; from += size, index++) {
      media.append(id, segment(id, index, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size))));
    }
    if (!(media.finalizeUpload(id, lane) instanceof FinalizeOutcome.Finalized)) {
      throw new IllegalStateException("not finalized");
    }
    return id;
  }

  /** Uploads a file and processes it on this thread, in the lane it would be put into. */
  Media process(Path file, MediaCategory category, boolean named) {
    return process(upload(file, category, named, Lane.VIDEO));
  }

  Media process(MediaId id) {
    return process(id, TestMedia.tools(), blobs);
  }

  Media process(MediaId id, MediaTools tools, BlobStore into) {
    runner(tools, into).run(claim(Lane.VIDEO));
    return media(id);
  }

  /** Makes further variants of a media on this thread. */
  Media complete(MediaId id) {
    runner(TestMedia.tools(), blobs).run(claim(Lane.REST));
    return media(id);
  }

  /** The error that such a file ends with. */
  MediaError rejection(Path file, MediaCategory category, boolean named) {
    Media processed = process(file, category, named);
    if (processed.error() == null) {
      throw new AssertionError("not rejected: " + processed);
    }
    return processed.error();
  }

  JobRunner runner(MediaTools tools, BlobStore into) {
    return runner(jobs, tools, into);
  }

  JobRunner runner(JobQueue queue, MediaTools tools, BlobStore into) {
    var settlement =
        new Settlement(
            queue,
            new MediaSweeper(media, into),
            SOURCE_COMMAND,
            processing,
            new Expiry(config.expiry()),
            clock,
            _ -> {});
    return new JobRunner(
        queue, media, into, tools, jobsFolder, processing, config.limits(), heartbeats, settlement, pace, early(tools));
  }

  WorkerPool pool(MediaTools tools) {
    return new WorkerPool(
        jobs,
        media,
        blobs,
        tools,
        SOURCE_COMMAND,
        jobsFolder,
        processing,
        config.limits(),
        new Expiry(config.expiry()),
        pace,
        early(tools),
        clock);
  }

  /** What processes uploads of this workshop early. */
  EarlyProcessing early(MediaTools tools) {
    return new EarlyProcessing(media, blobs, tools, jobsFolder, processing, config.limits());
  }

  /** Claims the only waiting job of a lane. */
  ClaimedJob claim(Lane lane) {
    return jobs.claim("test", lane, 1, processing.lease()).getFirst();
  }

  Media media(MediaId id) {
    return media.find(id).orElseThrow();
  }

  Variant variant(MediaId id, String name) {
    return media.variants(id).stream().filter(variant -> variant.name().equals(name)).findFirst().orElseThrow();
  }

  /** The file of a stored key. */
  Path file(String key) {
    return BlobFile.of(data, key);
  }

  /** The file of a published variant. */
  Path file(MediaId id, String name) {
    return file(variant(id, name).key());
  }

  /** Every key that is stored for a media. */
  List<String> keys(MediaId id) {
    try {
      return blobs.list(id + "/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is left of an upload, in one piece. */
  byte[] source(MediaId id) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (Segment segment : media.segments(id)) {
      bytes.write(Files.readAllBytes(file(segment.key())));
    }
    return bytes.toByteArray();
  }

  /** Names of the folders of attempts that are there. */
  List<String> jobFolders() {
    String[] names = jobsFolder.toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  @Override
  public void close() {
    heartbeats.close();
    database.close();
  }

  private Segment segment(MediaId id, int index, byte[] bytes) {
    String key = id + "/seg/" + index + "." + UUID.randomUUID();
    try (BlobSink sink = blobs.create()) {
      sink.write(ByteBuffer.wrap(bytes));
      sink.commit(key);
      return new Segment(index, key, bytes.length, sink.crc32c());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a published variant. */
  String text(MediaId id, String name) throws IOException {
    try (var in = Channels.newInputStream(blobs.open(variant(id, name).key()))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
