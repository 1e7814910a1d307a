package io.safelight.clients;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.safelight.Safelight;
import io.safelight.StoppedFfmpeg;
import io.safelight.TestSafelight;
import io.safelight.auth.NewAccount;
import io.safelight.testmedia.DamagedMedia;
import io.safelight.testmedia.TestMedia;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twitter4j.MediaEntity;
import twitter4j.Status;
import twitter4j.StatusUpdate;
import twitter4j.Twitter;
import twitter4j.TwitterException;
import twitter4j.TwitterFactory;
import twitter4j.UploadedMedia;
import twitter4j.conf.ConfigurationBuilder;

/** Twitter4J as it is published, told nothing but two base URLs and its keys. What is asserted is what it has understood. */
class Twitter4JTest {
  private static final int QUEUED_SECONDS = 120;

  @TempDir static Path data;

  private static Safelight server;
  private static NewAccount account;
  private static Twitter twitter;

  @BeforeAll
  static void start() throws Exception {
    server = TestSafelight.start(data, Map.of("processing.video-slots", "1", "rate-limit.preset", "generous"));
    account = Safelight.createUser(data, "alice");
    twitter = connect(server.uri(), account);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Twitter connect(URI server, NewAccount user) {
    return new TwitterFactory(
            new ConfigurationBuilder()
                .setUploadBaseURL(server + "/1.1/")
                .setRestBaseURL(server + "/1.1/")
                .setOAuthConsumerKey(user.consumerKey())
                .setOAuthConsumerSecret(user.consumerSecret())
                .setOAuthAccessToken(user.accessToken())
                .setOAuthAccessTokenSecret(user.accessTokenSecret())
                .build())
        .getInstance();
  }

  @Test
  void it_uploads_an_image_posts_it_and_reads_the_post_back() throws Exception {
    UploadedMedia image = twitter.uploadMedia(TestMedia.jpeg().toFile());

    assertThat(image.getImageType()).isEqualTo("image/jpeg");
    assertThat(image.getImageWidth()).isEqualTo(1200);
    assertThat(image.getImageHeight()).isEqualTo(800);
    assertThat(image.getSize()).isEqualTo(Files.size(TestMedia.jpeg()));

    Status posted = post("A picture é ☂ & a < b", image);
    Status read = twitter.showStatus(posted.getId());

    assertThat(read).isEqualTo(posted);
    assertThat(read.getText()).startsWith("A picture é ☂ & a < b");
    assertThat(read.getCreatedAt()).isEqualTo(posted.getCreatedAt()).isInThePast();
    assertThat(read.getUser().getScreenName()).isEqualTo("alice");
    assertThat(read.getUser().getId()).isEqualTo(Long.parseLong(account.userId()));
    MediaEntity photo = onlyMedia(read);
    assertThat(photo.getId()).isEqualTo(image.getMediaId());
    assertThat(photo.getType()).isEqualTo("photo");
    assertThat(photo.getVideoVariants()).isEmpty();
    assertThat(photo.getSizes().values())
        .extracting(MediaEntity.Size::getWidth, MediaEntity.Size::getResize)
        .contains(tuple(1200, MediaEntity.Size.FIT), tuple(150, MediaEntity.Size.CROP));
    assertThat(read.getText().substring(photo.getStart(), photo.getEnd())).isEqualTo(photo.getURL());
    assertThatItIsServed(photo.getMediaURLHttps(), "image/jpeg");
  }

  @Test
  void it_uploads_a_video_in_chunks_waits_for_it_and_posts_it() throws Exception {
    UploadedMedia video = upload(twitter, TestMedia.mp4FullHd());

    assertThat(video.getProcessingState()).isEqualTo("succeeded");
    assertThat(video.getProgressPercent()).isEqualTo(100);
    assertThat(video.getSize()).isEqualTo(Files.size(TestMedia.mp4FullHd()));

    MediaEntity media = onlyMedia(twitter.showStatus(post("A video", video).getId()));
    assertThat(media.getId()).isEqualTo(video.getMediaId());
    assertThat(media.getType()).isEqualTo("video");
    assertThat(media.getVideoAspectRatioWidth()).isEqualTo(16);
    assertThat(media.getVideoAspectRatioHeight()).isEqualTo(9);
    assertThat(media.getVideoDurationMillis()).isBetween(9_900L, 10_100L);
    assertThat(media.getVideoVariants()).isNotEmpty();
    MediaEntity.Variant variant = media.getVideoVariants()[0];
    assertThat(variant.getContentType()).isEqualTo("video/mp4");
    assertThat(variant.getBitrate()).isPositive();
    assertThatItIsServed(variant.getUrl(), "video/mp4");
    assertThatItIsServed(media.getMediaURL(), "image/jpeg");
  }

  /** It gives up after 20 polls that show the percentage of the poll before. */
  @Test
  void its_wait_loop_outlasts_two_minutes_behind_the_jobs_of_others() throws Exception {
    Twitter others = connect(server.uri(), Safelight.createUser(data, "bob"));
    // Made before, so that the only ffmpeg there is when one is stopped is the server's.
    Path slow = TestMedia.mp4FullHd();
    List<Path> quick = List.of(TestMedia.mp4(), TestMedia.mov());
    try (ExecutorService uploads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<UploadedMedia>> all = new ArrayList<>();
      all.add(uploads.submit(() -> upload(others, slow)));
      try (StoppedFfmpeg _ = StoppedFfmpeg.first()) {
        for (Path file : quick) {
          all.add(uploads.submit(() -> upload(others, file)));
        }
        Future<UploadedMedia> queued = uploads.submit(() -> upload(twitter, quick.getFirst()));

        assertThatThrownBy(() -> queued.get(QUEUED_SECONDS, SECONDS)).isInstanceOf(TimeoutException.class);
        all.add(queued);
      }
      for (Future<UploadedMedia> upload : all) {
        assertThat(upload.get().getProcessingState()).isEqualTo("succeeded");
      }
    }
  }

  @Test
  void a_video_that_cannot_be_processed_is_its_exception() {
    assertThatThrownBy(() -> upload(twitter, DamagedMedia.truncatedMp4WithoutIndex()))
        .isInstanceOf(TwitterException.class)
        .hasRootCauseInstanceOf(TwitterException.class)
        .rootCause()
        .hasMessageContaining("Failed to finalize");
  }

  @Test
  void an_image_that_is_none_is_its_exception_with_the_reason() {
    var refused =
        catchThrowableOfType(TwitterException.class, () -> twitter.uploadMedia(DamagedMedia.noiseMp4().toFile()));

    assertThat(refused.getStatusCode()).isEqualTo(400);
    assertThat(refused).hasMessageContaining("media type unrecognized.");
  }

  @Test
  void a_media_that_is_not_there_is_its_exception_with_the_code() {
    var update = new StatusUpdate("nothing to see");
    update.setMediaIds(42);

    var refused = catchThrowableOfType(TwitterException.class, () -> twitter.updateStatus(update));

    assertThat(refused.getStatusCode()).isEqualTo(400);
    assertThat(refused.getErrorCode()).isEqualTo(324);
  }

  @Test
  void four_pictures_go_into_one_post() throws Exception {
    UploadedMedia[] pictures = {
      twitter.uploadMedia(TestMedia.jpeg().toFile()),
      twitter.uploadMedia(TestMedia.png().toFile()),
      twitter.uploadMedia(TestMedia.webp().toFile()),
      twitter.uploadMedia("fourth", new ByteArrayInputStream(Files.readAllBytes(TestMedia.pngWithAlpha())))
    };

    Status read = twitter.showStatus(post("Four", pictures).getId());

    assertThat(Arrays.stream(read.getMediaEntities()).mapToLong(MediaEntity::getId).toArray())
        .containsExactly(ids(pictures));
  }

  @Test
  void it_deletes_a_post() throws Exception {
    Status posted = twitter.updateStatus("to be deleted");

    Status deleted = twitter.destroyStatus(posted.getId());

    assertThat(deleted.getId()).isEqualTo(posted.getId());
    var gone = catchThrowableOfType(TwitterException.class, () -> twitter.showStatus(posted.getId()));
    assertThat(gone.getStatusCode()).isEqualTo(404);
    assertThat(gone.getErrorCode()).isEqualTo(144);
    assertThat(gone.resourceNotFound()).isTrue();
  }

  @Test
  void a_wrong_secret_is_its_exception() {
    Twitter stranger =
        connect(
            server.uri(),
            new NewAccount(
                account.userId(), "alice", account.consumerKey(), "wrong", account.accessToken(), "wrong", "wrong"));

    var refused = catchThrowableOfType(TwitterException.class, () -> stranger.updateStatus("let me in"));

    assertThat(refused.getStatusCode()).isEqualTo(401);
    assertThat(refused.getErrorCode()).isEqualTo(32);
  }

  private static UploadedMedia upload(Twitter client, Path file) throws IOException, TwitterException {
    try (var video = Files.newInputStream(file)) {
      return client.uploadMediaChunked("video.mp4", video);
    }
  }

  private static Status post(String text, UploadedMedia... media) throws TwitterException {
    var update = new StatusUpdate(text);
    update.setMediaIds(ids(media));
    return twitter.updateStatus(update);
  }

  private static long[] ids(UploadedMedia... media) {
    return Arrays.stream(media).mapToLong(UploadedMedia::getMediaId).toArray();
  }

  private static MediaEntity onlyMedia(Status status) {
    assertThat(status.getMediaEntities()).hasSize(1);
    return status.getMediaEntities()[0];
  }

  private static void assertThatItIsServed(String url, String type) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    assertThat(connection.getResponseCode()).isEqualTo(200);
    assertThat(connection.getContentType()).isEqualTo(type);
    try (var body = connection.getInputStream()) {
      assertThat(body.readAllBytes()).hasSizeGreaterThan(1000);
    }
  }
}
