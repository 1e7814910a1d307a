package io.safelight.delivery;

import static io.safelight.delivery.DeliveryServer.header;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.blob.BlobFile;
import io.safelight.media.MediaCategory;
import io.safelight.testmedia.ProcessingMedia;
import io.safelight.testmedia.TestMedia;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes of images, which are made when they are asked for. */
class PictureDeliveryTest {
  @TempDir static Path folder;
  private static DeliveryServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new DeliveryServer(folder);
    server.publishPicture("photo", MediaCategory.TWEET_IMAGE, "large.jpg", TestMedia.jpeg(1300, 866));
    server.publishPicture("drawing", MediaCategory.TWEET_IMAGE, "large.png", TestMedia.pngWithAlpha());
    server.publishPicture("video", MediaCategory.TWEET_VIDEO, "poster.jpg", TestMedia.jpeg(1280, 720));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void nothingIsMade() throws Exception {
    server.pictures.forget("photo/");
  }

  @ParameterizedTest
  @CsvSource({
    "photo/large.jpg, 1300, 866",
    "photo/large.jpg:small, 680, 453",
    "photo/large.jpg:thumb, 150, 150",
    "photo/large.jpg?name=small, 680, 453",
    "photo/large.jpg?name=medium, 1200, 799",
    "photo/large.jpg:orig, 1300, 866",
    "photo/small.jpg, 680, 453",
    "photo/small.jpg:large, 1300, 866",
    "photo/small.jpg:orig, 1300, 866",
    "photo/small.jpg?name=thumb, 150, 150",
    "photo/large.jpg%3Asmall, 680, 453",
    "photo/large.jpg:thumb?name=small, 150, 150",
    "photo/large.jpg?format=jpg&name=SMALL, 680, 453",
    "drawing/large.png:thumb, 150, 150",
    "video/poster.jpg:small, 680, 383",
    "video/poster.jpg?name=large, 1280, 720",
  })
  void an_image_comes_in_the_size_that_its_url_asks_for(String file, int width, int height) throws Exception {
    BufferedImage picture = server.picture("/media/" + file);

    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(picture.getHeight()).isEqualTo(height);
  }

  @Test
  void a_size_is_made_once_and_the_image_itself_never() throws Exception {
    server.get("/media/photo/large.jpg");
    server.get("/media/photo/large.jpg:large");
    assertThat(server.made("photo")).isEmpty();

    var first = server.get("/media/photo/large.jpg:small");
    long made = Files.getLastModifiedTime(server.data.pictures().resolve("photo").resolve(server.made("photo").getFirst())).toMillis();
    var second = server.get("/media/photo/small.jpg");

    assertThat(server.made("photo")).hasSize(1);
    assertThat(Files.getLastModifiedTime(server.data.pictures().resolve("photo").resolve(server.made("photo").getFirst())).toMillis())
        .isEqualTo(made);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(headers(second)).isEqualTo(headers(first));
    assertThat(server.data.jobs()).isEmptyDirectory();
    assertThat(server.data.tmp()).isEmptyDirectory();
  }

  @Test
  void a_size_is_an_answer_like_any_other() throws Exception {
    var response = server.get("/media/photo/large.jpg:small");

    assertThat(header(response, "Content-Type")).isEqualTo("image/jpeg");
    assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(response, "ETag"))
        .isNotEqualTo(header(server.get("/media/photo/large.jpg"), "ETag"))
        .isNotEqualTo(header(server.get("/media/photo/large.jpg:thumb"), "ETag"));

    var part = server.get("/media/photo/large.jpg:small", "Range", "bytes=0-9");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 0-9/" + header(response, "Content-Length"));
    assertThat(header(part, "ETag")).isEqualTo(header(response, "ETag"));
  }

  @Test
  void head_of_what_is_not_made_yet_says_what_get_would_say() throws Exception {
    var head = server.send("HEAD", "/media/photo/large.jpg:small");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(headers(head)).isEqualTo(headers(server.get("/media/photo/large.jpg:small")));
  }

  @Test
  void nothing_is_made_to_say_that_it_has_not_changed() throws Exception {
    String tag = String.valueOf(header(server.get("/media/photo/large.jpg:small"), "ETag"));
    server.pictures.forget("photo/");

    assertThat(server.get("/media/photo/large.jpg:small", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(server.get("/media/photo/large.jpg:small", "If-Match", "\"x\"").statusCode()).isEqualTo(412);
    assertThat(server.made("photo")).isEmpty();
  }

  @Test
  void a_picture_that_is_made_again_has_the_same_bytes_and_tag() throws Exception {
    var first = server.get("/media/photo/large.jpg:small");
    server.pictures.forget("photo/");
    var again = server.get("/media/photo/large.jpg:small");

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(headers(again)).isEqualTo(headers(first));
  }

  @Test
  void transparency_is_kept() throws Exception {
    BufferedImage picture = server.picture("/media/drawing/large.png:thumb");

    assertThat(picture.getColorModel().hasAlpha()).isTrue();
    assertThat(new Color(picture.getRGB(5, 75), true).getAlpha()).isLessThan(200);
  }

  @Test
  void a_colour_profile_is_kept() throws Exception {
    server.publishPicture("wide", MediaCategory.TWEET_IMAGE, "large.jpg", ProcessingMedia.jpegWithProfile("RGB "));

    assertThat(server.get("/media/wide/large.jpg:thumb").body()).contains("ICC_PROFILE");
  }

  @Test
  void what_is_made_says_nothing_about_its_making() throws Exception {
    server.get("/media/photo/large.jpg:small");

    Path made = server.data.pictures().resolve("photo").resolve(server.made("photo").getFirst());
    assertThat(Files.readString(made, ISO_8859_1)).doesNotContain("Lavc", "Exif");
  }

  @Test
  void a_damaged_picture_is_an_error_that_names_nothing() throws Exception {
    server.publishPicture("damaged", MediaCategory.TWEET_IMAGE, "large.jpg", TestMedia.jpeg(1300, 866));
    Files.writeString(BlobFile.of(server.data, "damaged/out/1.r/large.jpg"), "no picture");

    var response = server.get("/media/damaged/large.jpg:small");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("Internal error\n");
    assertThat(server.data.jobs()).isEmptyDirectory();
  }

  @Test
  void a_picture_that_is_deleted_between_its_row_and_its_file_is_not_there() throws Exception {
    server.publishPicture("deleted", MediaCategory.TWEET_IMAGE, "large.jpg", TestMedia.jpeg(1300, 866));
    server.blobs.delete("deleted/");
    server.removeAfterNextLook("deleted");

    assertThat(server.get("/media/deleted/large.jpg:small").statusCode()).isEqualTo(404);
  }

  private static Map<String, ?> headers(HttpResponse<?> response) {
    var headers = new TreeMap<String, Object>(response.headers().map());
    headers.remove("date");
    return headers;
  }
}
