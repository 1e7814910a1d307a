package io.safelight.api;

import static io.safelight.api.ApiClient.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.media.MediaId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A video can be used before all its variants are there. */
class LaterVariantsTest {
  @RegisterExtension static final ApiServer server = new ApiServer();

  private final ApiClient user = server.user();

  @Test
  void a_video_says_whether_more_will_be_made_of_it_and_shows_what_is_there() {
    MediaId id = user.uploaded("video/mp4", "tweet_video");
    server.worker().claimAll();
    server.worker().succeedInPart(id);

    JsonNode status = user.status(id).json();
    assertThat(status.at("/processing_info/state").asString()).isEqualTo("succeeded");
    assertThat(status.at("/processing_info/progress_percent").asInt()).isEqualTo(100);
    assertThat(status.at("/video/variants_complete").asBoolean(true)).isFalse();
    String post = user.post("/1.1/statuses/update.json", form("media_ids", id.toString())).json().path("id_str").asString();
    assertThat(videoInfo(post).path("variants_complete").asBoolean(true)).isFalse();
    assertThat(urls(post)).singleElement().asString().endsWith("/720p.mp4");

    server.worker().complete(id);

    // At once, although the earlier answer was in memory and is less than a second old.
    assertThat(user.status(id).json().at("/video/variants_complete").asBoolean(false)).isTrue();
    assertThat(videoInfo(post).path("variants_complete").asBoolean(false)).isTrue();
    assertThat(urls(post)).hasSize(2);
    assertThat(urls(post).get(1)).endsWith("/1080p.mp4");
  }

  private JsonNode videoInfo(String post) {
    return user.get("/1.1/statuses/show.json?id=" + post).json().at("/extended_entities/media/0/video_info");
  }

  private List<String> urls(String post) {
    return videoInfo(post).path("variants").valueStream().map(variant -> variant.path("url").asString()).toList();
  }
}
