package io.safelight.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Remembers which file went under which media_id, so that an upload that was cut off can go on, by another process
 * too. One small file per upload, replaced atomically; entries that no server can still know are dropped.
 */
public final class UploadJournal {
  private static final Duration KEPT = Duration.ofDays(16);

  private final JsonMapper json = new JsonMapper();
  private final Path folder;
  private final InstantSource clock;

  /** A journal in this folder, which is made when something is to be remembered. */
  public UploadJournal(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** An upload that was begun. */
  public record Entry(String mediaId, int segmentBytes) {}

  /** Identifies a file in one state of its content, for one server and one category. */
  public record Key(URI server, Path file, long size, long modifiedMillis, String category) {
    /** The key of the file as it is now. */
    public static Key of(URI server, Path file, String category) throws IOException {
      Path real = file.toRealPath();
      return new Key(server, real, Files.size(real), Files.getLastModifiedTime(real).toMillis(), category);
    }
  }

  /** What is remembered; empty also when the entry cannot be read. */
  public Optional<Entry> find(Key key) throws IOException {
    try {
      JsonNode entry = json.readTree(Files.readString(fileOf(key)));
      String mediaId = entry.path("media_id").asString("");
      int segmentBytes = entry.path("segment_bytes").asInt(0);
      return mediaId.isEmpty() || segmentBytes <= 0
          ? Optional.empty()
          : Optional.of(new Entry(mediaId, segmentBytes));
    } catch (NoSuchFileException | JacksonException e) {
      return Optional.empty();
    }
  }

  /** Remembers an upload. */
  public void remember(Key key, Entry entry) throws IOException {
    Files.createDirectories(folder);
    dropOld();
    var node = JsonNodeFactory.instance.objectNode();
    node.put("server", key.server().toString());
    node.put("file", key.file().toString());
    node.put("media_id", entry.mediaId());
    node.put("segment_bytes", entry.segmentBytes());
    Path temporary = Files.createTempFile(folder, "upload", ".tmp");
    Files.writeString(temporary, node.toPrettyString());
    Files.move(temporary, fileOf(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Forgets an upload that is over. */
  public void forget(Key key) throws IOException {
    Files.deleteIfExists(fileOf(key));
  }

  private void dropOld() throws IOException {
    long oldest = clock.instant().minus(KEPT).toEpochMilli();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.{json,tmp}")) {
      for (Path entry : entries) {
        if (Files.getLastModifiedTime(entry).toMillis() < oldest) {
          Files.deleteIfExists(entry);
        }
      }
    }
  }

  private Path fileOf(Key key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.toString().getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".json");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
