package io.safelight.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.safelight.TestClock;
import io.safelight.auth.Authenticator;
import io.safelight.auth.Principal;
import io.safelight.blob.BlobSink;
import io.safelight.blob.DataFolder;
import io.safelight.blob.DurableFiles;
import io.safelight.blob.LocalBlobStore;
import io.safelight.config.ByteSize;
import io.safelight.config.DeliveryConfig;
import io.safelight.config.HttpConfig;
import io.safelight.config.ServerConfig;
import io.safelight.error.ErrorCode;
import io.safelight.error.SafelightException;
import io.safelight.http.Exchange;
import io.safelight.http.HttpServer;
import io.safelight.http.Parameter;
import io.safelight.http.Router;
import io.safelight.image.ImageHeader;
import io.safelight.image.ImageHeaderReader;
import io.safelight.media.AttachedSubtitles;
import io.safelight.media.LanguageTag;
import io.safelight.media.MediaCategory;
import io.safelight.media.MediaId;
import io.safelight.media.Owners;
import io.safelight.media.PublishedMedia;
import io.safelight.media.UserId;
import io.safelight.media.Variant;
import io.safelight.media.VariantRole;
import io.safelight.picture.PictureCache;
import io.safelight.picture.PictureSizes;
import io.safelight.testmedia.TestMedia;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A real server on a free port that delivers media from a real blob store. */
final class DeliveryServer implements AutoCloseable {
  static final Instant PUBLISHED = Instant.parse("2026-02-28T23:59:58.750Z");
  static final UserId OWNER = new UserId(1);
  static final UserId ADDITIONAL = new UserId(2);
  static final Owners OWNERS = new Owners(OWNER, Set.of(ADDITIONAL));
  static final DeliveryConfig CONFIG = new DeliveryConfig(Duration.ofDays(365), Duration.ofHours(1), new ByteSize(16 << 20), 1);

  private final Map<String, PublishedMedia> published = new ConcurrentHashMap<>();
  private final Set<String> lastLook = ConcurrentHashMap.newKeySet();
  final DataFolder data;
  final LocalBlobStore blobs;
  final SignedUrls signedUrls;
  final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  final PictureCache pictures;
  final PictureSizes sizes;

  DeliveryServer(Path folder) throws IOException {
    data = DataFolder.open(folder);
    blobs = new LocalBlobStore(data.blobs(), data.tmp(), new DurableFiles());
    signedUrls = new SignedUrls("the secret of this installation", clock);
    var router = new Router();
    pictures = PictureCache.open(data.pictures(), data.tmp(), CONFIG.imageCache().bytes(), clock);
    sizes = new PictureSizes(blobs, pictures, TestMedia.tools(), data.jobs(), CONFIG.imageSlots());
    new MediaEndpoint(this::find, blobs, sizes, new BearerIsUserId(), signedUrls, CONFIG).register(router);
    var place = new ServerConfig("127.0.0.1", 0, folder, Optional.empty(), List.of(), List.of());
    var limits =
        new HttpConfig(
            new ByteSize(1024),
            Duration.ofSeconds(10),
            64,
            64,
            new ByteSize(8 << 20),
            new ByteSize(8 << 20),
            new ByteSize(8 << 20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));
    server = new HttpServer(place, limits, data.tmp(), new ByteSize(0), router, new SimpleMeterRegistry(), clock);
    server.start();
  }

  /** Publishes a media with the files given as pairs of name and content. */
  void publish(String slug, MediaCategory category, String... namesAndContents) throws IOException {
    publish(slug, category, null, namesAndContents);
  }

  /** As the other, with the time when the media goes. */
  void publish(String slug, MediaCategory category, @Nullable Instant expires, String... namesAndContents)
      throws IOException {
    var variants = new ArrayList<Variant>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      variants.add(store(slug, namesAndContents[i], namesAndContents[i + 1].getBytes(UTF_8), 100 * (i + 1)));
    }
    published.put(slug, new PublishedMedia(slug, OWNERS, category, PUBLISHED, expires, Duration.ZERO, List.copyOf(variants), List.of()));
  }

  /** Publishes a media whose only file is this picture. */
  void publishPicture(String slug, MediaCategory category, String name, Path picture) throws IOException {
    ImageHeader header = ImageHeaderReader.read(picture).orElseThrow();
    Variant stored = store(slug, name, Files.readAllBytes(picture), header.width());
    var variant =
        new Variant(
            name, header.contentType(), stored.key(), stored.size(), header.displayWidth(), header.displayHeight(), 0);
    published.put(slug, new PublishedMedia(slug, OWNERS, category, PUBLISHED, null, Duration.ZERO, List.of(variant), List.of()));
  }

  /** Publishes a video of five seconds with this master playlist and subtitles, as pairs of language and name. */
  void publishSubtitled(String slug, MediaCategory category, String master, String... subtitles) throws IOException {
    Variant stored = store(slug, "master.m3u8", master.getBytes(UTF_8), 0);
    var playlist =
        new Variant(
            stored.name(), "application/x-mpegURL", stored.key(), stored.size(), 0, 0, 0, VariantRole.PLAYLIST);
    var attached = new ArrayList<AttachedSubtitles>();
    for (int i = 0; i < subtitles.length; i += 2) {
      Variant file = store(slug, "subtitles-" + subtitles[i] + ".vtt", subtitles[i].getBytes(UTF_8), 0);
      attached.add(
          AttachedSubtitles.of(
              new LanguageTag(subtitles[i]), subtitles[i + 1], new MediaId(1), file.key(), file.size()));
    }
    published.put(
        slug,
        new PublishedMedia(
            slug, OWNERS, category, PUBLISHED, null, Duration.ofSeconds(5), List.of(playlist), List.copyOf(attached)));
  }

  /** The media is found once more, and then no longer. */
  void removeAfterNextLook(String slug) {
    lastLook.add(slug);
  }

  private Optional<PublishedMedia> find(String slug) {
    return Optional.ofNullable(lastLook.remove(slug) ? published.remove(slug) : published.get(slug));
  }

  private Variant store(String slug, String name, byte[] bytes, int width) throws IOException {
    String key = slug + "/out/1.r/" + name;
    try (BlobSink sink = blobs.create()) {
      sink.write(ByteBuffer.wrap(bytes));
      sink.commit(key);
    }
    String type = name.endsWith(".mp4") ? "video/mp4" : name.endsWith(".png") ? "image/png" : "image/jpeg";
    return new Variant(name, type, key, bytes.length, width, width, 0);
  }

  HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
    return send("GET", path, headers);
  }

  HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The picture in an answer of 200. */
  BufferedImage picture(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
    var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode());
    }
    return ImageIO.read(new ByteArrayInputStream(response.body()));
  }

  /** Names of the pictures that were made of a media. */
  List<String> made(String slug) {
    String[] files = data.pictures().resolve(slug).toFile().list();
    return files == null ? List.of() : List.of(files);
  }

  static @Nullable String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  @Override
  public void close() {
    client.close();
    server.close();
    sizes.close();
  }

  /** Believes {@code Bearer 7} to come from user 7; everybody else is unknown. */
  private static final class BearerIsUserId implements Authenticator {
    @Override
    public Claim check(Exchange exchange) {
      String header = exchange.header("Authorization").orElse("");
      if (header.equals("Bearer busy")) {
        throw new SafelightException(ErrorCode.OVER_CAPACITY).retryAfter(Duration.ofSeconds(7));
      }
      if (!header.matches("Bearer [0-9]+")) {
        throw new SafelightException(ErrorCode.INVALID_TOKEN);
      }
      var user = new UserId(Long.parseLong(header.substring("Bearer ".length())));
      return new Claim() {
        @Override
        public Optional<Principal> proven() {
          return Optional.of(new Principal(user, "test"));
        }

        @Override
        public Principal prove(List<Parameter> form) {
          return new Principal(user, "test");
        }
      };
    }

    @Override
    public @Nullable Claim checkInMemory(Exchange exchange) {
      return null;
    }
  }
}
