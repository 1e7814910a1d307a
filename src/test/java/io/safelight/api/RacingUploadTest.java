package io.safelight.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.media.MediaId;
import io.safelight.media.MediaState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls about one upload that come at once. */
class RacingUploadTest {
  private static final int ROUNDS = 5;
  private static final int SIZE = 200_000;

  @RegisterExtension static final ApiServer server = new ApiServer();

  private final ApiClient user = server.user();
  private final byte[] bytes = randomBytes(1);
  private final byte[] otherBytes = randomBytes(2);

  private static byte[] randomBytes(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @RepeatedTest(ROUNDS)
  void the_same_segment_twice_at_once_is_one_segment() throws Exception {
    MediaId id = user.init("video/mp4", SIZE, "media_category", "tweet_video");

    List<Answer> answers = atOnce(() -> user.append(id, 0, bytes), () -> user.append(id, 0, bytes));

    assertThat(answers).extracting(Answer::status).containsExactly(204, 204);
    assertThat(server.worker().media(id).bytesReceived()).isEqualTo(SIZE);
    assertThat(user.finalizeUpload(id).status()).isEqualTo(201);
    assertThat(segment(id)).isEqualTo(Content.FIRST);
  }

  @RepeatedTest(ROUNDS)
  void of_two_contents_for_one_segment_one_is_kept_whole() throws Exception {
    MediaId id = user.init("video/mp4", SIZE, "media_category", "tweet_video");

    List<Answer> answers = atOnce(() -> user.append(id, 0, bytes), () -> user.append(id, 0, otherBytes));

    assertThat(answers).extracting(Answer::status).containsExactly(204, 204);
    assertThat(server.worker().media(id).bytesReceived()).isEqualTo(SIZE);
    assertThat(user.finalizeUpload(id).status()).isEqualTo(201);
    assertThat(segment(id)).isIn(Content.FIRST, Content.OTHER);
  }

  @RepeatedTest(ROUNDS)
  void a_segment_that_races_finalize_is_in_the_media_if_and_only_if_it_was_acknowledged() throws Exception {
    MediaId id = user.init("video/mp4", SIZE, "media_category", "tweet_video");
    user.append(id, 0, bytes);

    List<Answer> answers = atOnce(() -> user.append(id, 0, otherBytes), () -> user.finalizeUpload(id));

    Answer append = answers.getFirst();
    assertThat(append.status()).as(append.text()).isIn(204, 400);
    assertThat(answers.getLast().status()).isEqualTo(201);
    assertThat(segment(id)).isEqualTo(append.status() == 204 ? Content.OTHER : Content.FIRST);
    assertThat(server.unfinishedFiles()).isEmpty();
  }

  @RepeatedTest(ROUNDS)
  void a_finalize_that_comes_before_the_last_segment_leaves_the_upload_open() throws Exception {
    MediaId id = user.init("video/mp4", 2 * SIZE, "media_category", "tweet_video");
    user.append(id, 0, bytes);

    List<Answer> answers = atOnce(() -> user.append(id, 1, otherBytes), () -> user.finalizeUpload(id));

    assertThat(answers.getFirst().status()).isEqualTo(204);
    int finalized = answers.getLast().status();
    assertThat(finalized).isIn(201, 400);
    assertThat(server.worker().media(id).state()).isEqualTo(finalized == 201 ? MediaState.PENDING : MediaState.OPEN);
    assertThat(user.finalizeUpload(id).status()).isEqualTo(201);
  }

  private static List<Answer> atOnce(Supplier<Answer> one, Supplier<Answer> other)
      throws InterruptedException, ExecutionException {
    var start = new CyclicBarrier(2);
    List<Future<Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Supplier<Answer> call : List.of(one, other)) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.get();
                }));
      }
    }
    return List.of(answers.getFirst().get(), answers.getLast().get());
  }

  private enum Content {
    FIRST,
    OTHER,
    TORN
  }

  /** What the row of the only segment names. */
  private Content segment(MediaId id) throws IOException {
    Path file = server.segmentFile(id, 0);
    byte[] stored = Files.readAllBytes(file);
    if (Arrays.equals(stored, bytes)) {
      return Content.FIRST;
    }
    return Arrays.equals(stored, otherBytes) ? Content.OTHER : Content.TORN;
  }
}
