package io.safelight.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safelight.error.StoreException;
import io.safelight.media.GarbageRepository;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CleanUpTest {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Garbage garbage = new Garbage();
  private final Blobs blobs = new Blobs();
  private final GarbageCollector collector = new GarbageCollector(garbage, blobs::delete, () -> now);

  @Test
  void keys_go_when_they_are_due_and_not_before() throws IOException {
    garbage.add("1/seg/0.a", now);
    garbage.add("2/", now.plusSeconds(60));

    assertThat(collectAll()).isEqualTo(1);
    assertThat(blobs.deleted).containsExactly("1/seg/0.a");
    assertThat(garbage.keys).containsOnlyKeys("2/");

    now = now.plusSeconds(60);
    assertThat(collectAll()).isEqualTo(1);
    assertThat(garbage.keys).isEmpty();
  }

  @Test
  void one_run_deletes_any_number_of_keys() throws IOException {
    IntStream.range(0, 1001).forEach(i -> garbage.add("1/seg/" + i, now));
    assertThat(collectAll()).isEqualTo(1001);
    assertThat(garbage.keys).isEmpty();
  }

  @Test
  void a_key_that_cannot_be_deleted_is_remembered_and_holds_nobody_up() throws IOException {
    IntStream.range(0, 300).forEach(i -> garbage.add("stuck/" + i, now));
    garbage.add("1/seg/0.a", now);
    IntStream.range(0, 300).forEach(i -> blobs.undeletable.add("stuck/" + i));

    assertThatThrownBy(this::collectAll).isInstanceOf(IOException.class);
    assertThat(blobs.deleted).containsExactly("1/seg/0.a");
    assertThat(garbage.keys).hasSize(300);

    blobs.undeletable.clear();
    assertThat(collectAll()).isEqualTo(300);
    assertThat(garbage.keys).isEmpty();
  }

  @Test
  void a_key_is_forgotten_only_after_its_bytes_are_gone() {
    garbage.add("1/seg/0.a", now);
    garbage.broken = true;

    assertThatThrownBy(this::collectAll).isInstanceOf(StoreException.class);

    assertThat(blobs.deleted).containsExactly("1/seg/0.a");
    assertThat(garbage.keys).containsOnlyKeys("1/seg/0.a");
  }

  private int collectAll() throws IOException {
    return collector.run(() -> false);
  }

  private static final class Garbage implements GarbageRepository {
    private final Map<String, Instant> keys = new LinkedHashMap<>();
    private boolean broken;

    void add(String key, Instant notBefore) {
      keys.put(key, notBefore);
    }

    @Override
    public List<String> due(Instant now, int max) {
      return keys.entrySet().stream().filter(e -> !e.getValue().isAfter(now)).map(Map.Entry::getKey).limit(max).toList();
    }

    @Override
    public void forget(List<String> gone) {
      if (broken) {
        throw new StoreException("database is locked", new IOException("locked"));
      }
      gone.forEach(keys::remove);
    }
  }

  private static final class Blobs implements BlobStore {
    private final List<String> deleted = new ArrayList<>();
    private final Set<String> undeletable = new HashSet<>();

    @Override
    public void delete(String key) throws IOException {
      if (undeletable.contains(key)) {
        throw new AccessDeniedException(key);
      }
      deleted.add(key);
    }

    @Override
    public BlobSink create() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel open(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> list(String prefix) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long availableBytes() {
      return Long.MAX_VALUE;
    }
  }
}
