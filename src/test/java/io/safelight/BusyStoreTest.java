package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.error.StoreException;
import io.safelight.store.Database;
import io.safelight.testmedia.TestMedia;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A store that is too busy to read anything for a request that has written. Whoever were told to come back later would do a
 * second time what is done.
 */
class BusyStoreTest {
  @TempDir Path data;

  private volatile boolean busy;
  private Safelight server;
  private UploadCalls api;

  @BeforeEach
  void start() throws Exception {
    String token = Safelight.createUser(data, "alice").bearerToken();
    server =
        TestSafelight.start(
            data,
            Map.of(),
            new Foundation() {
              @Override
              Database database(Path file) {
                return new BusyDatabase(super.database(file));
              }
            });
    api = new UploadCalls(server.port(), token);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_post_that_was_made_or_deleted_is_answered_as_such() throws Exception {
    String photo = api.simpleUpload(Files.readAllBytes(TestMedia.jpeg())).orElseThrow();
    api.awaitFinished(photo);
    busy = true;

    HttpResponse<String> posted = api.post("with+%40alice", photo);

    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(200);
    JsonNode post = JsonMapper.shared().readTree(posted.body());
    assertThat(post.at("/entities/user_mentions/0/screen_name").asString()).isEqualTo("alice");
    assertThat(post.at("/user/created_at").asString()).isNotEmpty();
    assertThat(post.at("/extended_entities/media/0/id_str").asString()).isEqualTo(photo);

    HttpResponse<String> deleted = api.destroy(post.required("id_str").asString());

    assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(200);
    assertThat(JsonMapper.shared().readTree(deleted.body())).isEqualTo(post);
  }

  @Test
  void an_image_that_was_stored_is_answered_as_unfinished() throws Exception {
    busy = true;

    HttpResponse<String> uploaded = api.sendImage(Files.readAllBytes(TestMedia.jpeg()));

    assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
    JsonNode media = JsonMapper.shared().readTree(uploaded.body());
    assertThat(media.at("/processing_info/state").asString()).isEqualTo("pending");
    assertThat(api.awaitFinished(media.required("media_id_string").asString()).at("/processing_info/state").asString())
        .isEqualTo("succeeded");
  }

  @Test
  void an_upload_that_was_finalized_is_answered_as_such() throws Exception {
    byte[] video = Files.readAllBytes(TestMedia.mp4());
    busy = true;

    String mediaId = api.init(video.length);
    assertThat(api.append(mediaId, 0, video)).isTrue();
    assertThat(api.complete(mediaId)).isTrue();
  }

  private final class BusyDatabase extends ForwardingDatabase {
    /** Each request has a thread of its own. */
    private final ThreadLocal<Boolean> written = ThreadLocal.withInitial(() -> false);

    BusyDatabase(Database real) {
      super(real);
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
      if (busy && written.get() && Thread.currentThread().getName().startsWith("request-")) {
        throw new StoreException("The database is too busy");
      }
      return super.read(work);
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
      T result = super.write(work);
      written.set(true);
      return result;
    }
  }
}
