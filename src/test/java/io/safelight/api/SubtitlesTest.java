package io.safelight.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.api.ApiClient.Answer;
import io.safelight.api.ApiClient.Content;
import io.safelight.media.FailureReason;
import io.safelight.media.MediaError;
import io.safelight.media.MediaId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SubtitlesTest {
  @RegisterExtension static final ApiServer server = new ApiServer(Map.of("upload.subtitle-languages", "5"));

  private static final String CREATE = "/1.1/media/subtitles/create.json";
  private static final String DELETE = "/1.1/media/subtitles/delete.json";
  private static final String V2 = "/2/media/subtitles";

  private final ApiClient user = server.user();
  private MediaId video = new MediaId(1);
  private MediaId file = new MediaId(1);

  @BeforeEach
  void upload() {
    video = user.ready("video/mp4", "tweet_video");
    file = user.ready("text/srt", "subtitles");
  }

  // --- the calls -----------------------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"application/json; charset=UTF-8", "text/plain", "application/x-www-form-urlencoded", ""})
  void v1_attaches_and_detaches_with_an_empty_answer_whatever_the_type_of_the_body_says(String type) {
    Answer attached = user.post(CREATE, new Content(type, lists(video, track(file, "EN", "English")).getBytes(UTF_8)));

    assertThat(attached.status()).as(attached.text()).isEqualTo(200);
    assertThat(attached.body()).isEmpty();
    assertThat(attached.header("content-type")).startsWith("text/html");
    assertThat(languages()).containsExactly("EN");

    Answer detached =
        user.post(DELETE, new Content(type, lists(video, "{\"language_code\":\"en\"}").getBytes(UTF_8)));
    assertThat(detached.status()).as(detached.text()).isEqualTo(200);
    assertThat(detached.body()).isEmpty();
    assertThat(languages()).isEmpty();
  }

  @Test
  void v2_attaches_one_and_says_what_is_attached() {
    Answer attached = user.post(V2, ApiClient.json(one(video, track2(file, "EN", "English"))));

    assertThat(attached.status()).as(attached.text()).isEqualTo(200);
    assertThat(attached.text())
        .isEqualTo(
            "{\"data\":{\"id\":\"" + video + "\",\"media_category\":\"TweetVideo\",\"associated_subtitles\":[{\"id\":\""
                + file + "\",\"language_code\":\"EN\",\"display_name\":\"English\"}]}}");

    Answer detached = detach("EN");
    assertThat(detached.status()).isEqualTo(200);
    assertThat(detached.text()).isEqualTo("{\"data\":{\"deleted\":true}}");
    assertThat(detach("EN").text()).as("again").isEqualTo("{\"data\":{\"deleted\":true}}");
    assertThat(languages()).isEmpty();
  }

  @Test
  void the_first_calls_of_v2_take_the_documents_of_v1() {
    Answer attached =
        user.post(V2 + "/create", ApiClient.json(lists(video, track(file, "en", "English"), track(file, "fr", "fr"))));

    assertThat(attached.status()).as(attached.text()).isEqualTo(200);
    assertThat(attached.json().at("/data/associated_subtitles/1/language_code").asString()).isEqualTo("FR");
    assertThat(user.post(V2 + "/delete", ApiClient.json(lists(video, "{\"language_code\":\"en\"}"))).text())
        .isEqualTo(
            "{\"data\":{\"id\":\"" + video + "\",\"media_category\":\"TweetVideo\",\"deleted_subtitles\":[{\"language_code\":\"EN\"}]}}");
    assertThat(languages()).containsExactly("FR");
  }

  @Test
  void ids_may_be_numbers_and_the_category_of_the_video_any_spelling() {
    for (String category : List.of("TweetVideo", "AMPLIFY_VIDEO", "dm_video")) {
      String document =
          "{\"media_id\":%s,\"media_category\":\"%s\",\"subtitle_info\":{\"subtitles\":[{\"media_id\":%s,\"language_code\":\"en\"}]}}"
              .formatted(video, category, file);
      assertThat(user.post(CREATE, ApiClient.json(document)).status()).isEqualTo(200);
    }
  }

  @Test
  void without_a_name_subtitles_are_called_what_their_language_calls_itself() {
    for (String name : List.of("", ",\"display_name\":null", ",\"display_name\":\" \"")) {
      String track = "{\"media_id\":\"" + file + "\",\"language_code\":\"pt-BR\"" + name + "}";
      assertThat(user.post(CREATE, ApiClient.json(lists(video, track))).status()).isEqualTo(200);
      assertThat(attached().path(0).path("display_name").asString()).isEqualTo("português (Brasil)");
      assertThat(attached().path(0).path("language_code").asString()).isEqualTo("pt-BR");
    }
  }

  // --- again, and instead --------------------------------------------------------------------------------------------

  @Test
  void attaching_the_same_again_changes_nothing() {
    attach(track(file, "en", "English"));
    var files = server.files(video);

    attach(track(file, "EN", "English"));

    assertThat(server.files(video)).isEqualTo(files);
  }

  @Test
  void another_file_or_name_of_a_language_replaces_the_first_and_leaves_no_bytes_of_it() {
    attach(track(file, "en", "English"), track(file, "fr", "français"));
    int files = server.files(video).size();
    MediaId better = user.ready("text/vtt", "subtitles");

    attach(track(better, "en", "English"));
    assertThat(attached().path(0).path("id").asString()).isEqualTo(better.toString());
    attach(track(better, "en", "English (SDH)"));
    assertThat(attached().path(0).path("display_name").asString()).isEqualTo("English (SDH)");

    assertThat(languages()).containsExactly("EN", "FR");
    assertThat(server.files(video)).hasSize(files);
  }

  @Test
  void subtitles_outlive_the_media_that_they_were_uploaded_as() {
    attach(track(file, "en", "English"));
    assertThat(user.post("/2/tweets", ApiClient.json("{\"text\":\"x\",\"media\":{\"media_ids\":[\"" + video + "\"]}}")).status())
        .isEqualTo(201);

    server.advance(Duration.ofDays(2));

    assertThat(user.status(file).status()).isEqualTo(404);
    MediaId next = user.ready("text/srt", "subtitles");
    attach(track(next, "fr", "français"));
    assertThat(languages()).containsExactly("EN", "FR");
  }

  // --- who, and what -------------------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void media_of_somebody_else_are_as_unknown_as_those_that_do_not_exist(boolean isVideo) {
    ApiClient stranger = server.user();
    MediaId foreign = isVideo ? stranger.ready("video/mp4", "tweet_video") : stranger.ready("text/srt", "subtitles");
    MediaId unknown = new MediaId(foreign.value() + 1);

    Answer refused = create(isVideo ? foreign : video, isVideo ? file : foreign);
    Answer missing = create(isVideo ? unknown : video, isVideo ? file : unknown);

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.code()).isEqualTo(34);
    assertThat(refused.text()).isEqualTo(missing.text());
    assertThat(refused.headers().map().keySet()).isEqualTo(missing.headers().map().keySet());

    Answer inV2 = user.post(V2, ApiClient.json(one(isVideo ? foreign : video, track2(isVideo ? file : foreign, "EN", "e"))));
    assertThat(inV2.status()).isEqualTo(400);
    assertThat(inV2.message()).isEqualTo("BadRequest: Not found");
  }

  @Test
  void additional_owners_may_use_a_subtitle_file_but_not_change_a_video() {
    ApiClient friend = server.user();
    String friendId = friend.account().userId().toString();
    server.workAtOnce();
    MediaId sharedVideo = shared("video/mp4", "tweet_video", friendId);
    MediaId sharedFile = shared("text/srt", "subtitles", friendId);
    server.workByHand();
    MediaId own = friend.ready("video/mp4", "tweet_video");

    assertThat(friend.post(CREATE, ApiClient.json(lists(own, track(sharedFile, "en", "e")))).status()).isEqualTo(200);
    assertThat(friend.post(CREATE, ApiClient.json(lists(sharedVideo, track(sharedFile, "en", "e")))).status())
        .isEqualTo(404);
    assertThat(friend.post(DELETE, ApiClient.json(lists(sharedVideo, "{\"language_code\":\"en\"}"))).status())
        .isEqualTo(404);
  }

  @Test
  void only_a_video_takes_subtitles_and_only_subtitles_are_taken() {
    MediaId image = user.ready("image/jpeg", "tweet_image");
    MediaId gif = user.ready("image/gif", "tweet_gif");

    for (MediaId other : List.of(image, gif, file)) {
      assertThat(create(other, file).message()).isEqualTo("media_id parameter is invalid: only videos have subtitles.");
    }
    for (MediaId other : List.of(image, gif, video)) {
      assertThat(create(video, other).message())
          .isEqualTo("subtitles parameter is invalid: media " + other
              + " is no subtitle file; upload it with media_category subtitles.");
    }
    assertThat(languages()).isEmpty();
  }

  @Test
  void what_is_not_finished_or_has_failed_is_refused_with_what_to_do() {
    MediaId open = user.init("video/mp4", 4, "media_category", "tweet_video");
    MediaId waiting = user.uploaded("video/mp4", "tweet_video");
    MediaId failed = user.uploaded("video/mp4", "tweet_video");
    server.worker().claimAll();
    server.worker().fail(failed, MediaError.of(FailureReason.UNREADABLE, "file is invalid"));

    assertThat(create(open, file).message()).endsWith("the video was not finalized yet.");
    assertThat(create(waiting, file).message())
        .endsWith("the video is still being processed; wait until its STATUS is succeeded.");
    assertThat(create(failed, file).message()).endsWith("the video could not be processed; its STATUS says why.");
    assertThat(create(video, user.init("text/srt", 4, "media_category", "subtitles")).message())
        .endsWith("the subtitle file was not finalized yet.");
  }

  @Test
  void a_video_that_is_gone_takes_its_subtitles_along() {
    attach(track(file, "en", "English"));
    server.advance(Duration.ofDays(2));

    assertThat(create(video, user.ready("text/srt", "subtitles")).status()).isEqualTo(404);
    assertThat(detach("EN").status()).isEqualTo(400);
  }

  // --- limits --------------------------------------------------------------------------------------------------------

  @Test
  void there_are_no_more_languages_than_the_limit_and_of_too_many_none_is_attached() {
    attach(track(file, "en", "English"));
    int files = server.files(video).size();
    String[] five = {"aa", "bb", "cc", "dd", "ee"};

    Answer refused =
        user.post(
            CREATE, ApiClient.json(lists(video, IntStream.range(0, 5).mapToObj(i -> track(file, five[i], five[i])).toArray(String[]::new))));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo("subtitles parameter is invalid: a video may have subtitles in at most 5 languages.");
    assertThat(refused.json().at("/errors/0/limit").asInt()).isEqualTo(5);
    assertThat(refused.json().at("/errors/0/actual").asInt()).isEqualTo(6);
    assertThat(languages()).containsExactly("EN");
    assertThat(server.files(video)).as("copies are removed").hasSize(files);
  }

  @Test
  void a_thousand_at_once_are_refused_before_anything_is_copied() {
    String tracks =
        IntStream.range(0, 1000)
            .mapToObj(i -> "{\"media_id\":\"1\",\"language_code\":\"x-" + i + "\"}")
            .collect(Collectors.joining(","));

    Answer refused = user.post(CREATE, ApiClient.json(lists(video, tracks)));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/actual").asInt()).isEqualTo(1000);
  }

  @Test
  void one_language_and_one_name_occur_once() {
    assertThat(create(lists(video, track(file, "en", "a"), track(file, "EN", "b"))).message())
        .isEqualTo("language_code parameter is invalid: there are two subtitles in en.");
    assertThat(create(lists(video, track(file, "en", "English"), track(file, "en-GB", "English"))).message())
        .isEqualTo("display_name parameter is invalid: two subtitles of a video may not have the same name, as those in en"
            + " and en-GB would: English");
    assertThat(languages()).isEmpty();
  }

  @Test
  void a_name_has_at_most_100_characters_of_one_line() {
    attach(track(file, "en", "☕".repeat(100)));
    for (String name : List.of("☕".repeat(101), "a\\nb", "a\\u0000b", "\\ud800", "a\\u2028b")) {
      assertThat(create(lists(video, track(file, "en", name))).message()).startsWith("display_name parameter is invalid");
    }
    attach(track(file, "en", "a \\\"quoted\\\" name"));
    assertThat(attached().path(0).path("display_name").asString()).isEqualTo("a 'quoted' name");
  }

  // --- hostile documents ---------------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|media_id parameter is missing.",
        "{'media_id':'V'}|subtitle_info parameter is missing.",
        "{'media_id':'','subtitle_info':{}}|Invalid media_id: Some().",
        "{'media_id':null}|Invalid media_id: Some().",
        "{'media_id':['V']}|Invalid media_id: Some().",
        "{'media_id':1.5}|Invalid media_id: Some().",
        "{'media_id':'-1'}|Invalid media_id: Some(-1).",
        "{'media_id':'99999999999999999999'}|Invalid media_id: Some(99999999999999999999).",
        "{'media_id':'V','media_category':7}|media_category parameter is invalid",
        "{'media_id':'V','media_category':''}|media_category parameter is invalid",
        "{'media_id':'V','media_category':'subtitles'}|media_category parameter is invalid",
        "{'media_id':'V','media_category':'TweetImage'}|media_category parameter is invalid",
        "{'media_id':'V','subtitle_info':null}|subtitle_info parameter is invalid",
        "{'media_id':'V','subtitle_info':[]}|subtitle_info parameter is invalid",
        "{'media_id':'V','subtitle_info':{'subtitles':[]}}|subtitle_info parameter is invalid",
        "{'media_id':'V','subtitle_info':{'subtitles':{}}}|subtitle_info parameter is invalid",
        "{'media_id':'V','subtitle_info':{'subtitles':['en']}}|subtitle_info parameter is invalid",
        "{'media_id':'V','subtitle_info':{'subtitles':[{}]}}|media_id parameter is missing.",
        "{'media_id':'V','subtitle_info':{'subtitles':[{'media_id':'F'}]}}|language_code parameter is missing.",
        "{'media_id':'V','subtitle_info':{'subtitles':[{'media_id':'x','language_code':'en'}]}}|Invalid media_id: Some(x).",
        "{'media_id':'V','subtitle_info':{'subtitles':[{'media_id':'F','language_code':''}]}}|language_code parameter is invalid",
        "{'media_id':'V','subtitle_info':{'subtitles':[{'media_id':'F','language_code':7}]}}|language_code parameter is invalid",
        "{'media_id':'V','subtitle_info':{'subtitles':[{'media_id':'F','language_code':'en_US'}]}}|language_code parameter is invalid",
        "{'media_id':'V','subtitle_info':{'subtitles':[{'media_id':'F','language_code':'en','display_name':7}]}}|display_name parameter is invalid",
        "{'media_id':'V','subtitle_info':{'subtitles':[{'media_id':'F','language_code':'en'},7]}}|subtitle_info parameter is invalid",
        "[]|Request body is not a JSON object.",
        "{'media_id':'V','media_id':'V'}|Request body is not valid JSON."
      })
  void what_a_document_lacks_or_has_wrong_is_named(String document, String message) {
    String json = document.replace('\'', '"').replace("V", video.toString()).replace("F\"", file + "\"");

    Answer refused = create(json);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message() + refused.json().path("error").asString()).startsWith(message);
    assertThat(user.post(V2 + "/create", ApiClient.json(json)).status()).isEqualTo(400);
    assertThat(languages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|id parameter is missing.",
        "{'id':'V'}|subtitles parameter is missing.",
        "{'id':'V','subtitles':[]}|subtitles parameter is invalid",
        "{'id':'V','subtitles':{'id':'x','language_code':'EN'}}|The media id is not valid",
        "{'id':'V','subtitles':{'id':'1'}}|language_code parameter is missing.",
        "{'id':'x'}|The media id is not valid"
      })
  void v2_names_what_is_wrong_as_well(String document, String message) {
    Answer refused = user.post(V2, ApiClient.json(document.replace('\'', '"').replace("V", video.toString())));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("title").asString()).isEqualTo("Invalid Request");
    assertThat(refused.message()).startsWith(message);
  }

  @Test
  void detaching_needs_a_language() {
    assertThat(user.post(DELETE, ApiClient.json(lists(video, "{}"))).message())
        .isEqualTo("language_code parameter is missing.");
    assertThat(user.send("DELETE", V2, Optional.of(ApiClient.json("{\"id\":\"" + video + "\"}"))).message())
        .isEqualTo("language_code parameter is missing.");
    assertThat(user.send("DELETE", V2, Optional.empty()).message()).isEqualTo("id parameter is missing.");
  }

  @Test
  void nobody_attaches_without_credentials() {
    for (String path : List.of(CREATE, DELETE, V2, V2 + "/create", V2 + "/delete")) {
      Answer refused = user.send("POST", path, Optional.of(ApiClient.json("{}")), "");
      assertThat(refused.status()).as(path).isIn(400, 401);
      assertThat(refused.text()).contains("Bad Authentication data");
    }
  }

  @Test
  void a_body_over_64_kibibytes_is_refused() {
    assertThat(create(lists(video, track(file, "en", "x".repeat(70_000)))).status()).isEqualTo(413);
  }

  // --- documents -----------------------------------------------------------------------------------------------------

  private void attach(String... tracks) {
    Answer answer = create(lists(video, tracks));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private Answer create(MediaId to, MediaId from) {
    return create(lists(to, track(from, "en", "English")));
  }

  private Answer create(String document) {
    return user.post(CREATE, ApiClient.json(document));
  }

  private Answer detach(String language) {
    String document =
        "{\"id\":\"" + video + "\",\"media_category\":\"TweetVideo\",\"language_code\":\"" + language + "\"}";
    return user.send("DELETE", V2, Optional.of(ApiClient.json(document)));
  }

  private MediaId shared(String type, String category, String friend) {
    MediaId id = user.init(type, 1, "media_category", category, "additional_owners", friend);
    user.append(id, 0, new byte[1]);
    assertThat(user.finalizeUpload(id).status()).isEqualTo(201);
    return id;
  }

  /** What is attached to the video, in the words of v2; found out by attaching one more, which is detached again. */
  private JsonNode attached() {
    MediaId probe = user.ready("text/srt", "subtitles");
    JsonNode all = user.post(V2, ApiClient.json(one(video, track2(probe, "x-probe", "probe")))).json();
    detach("x-probe");
    return all.at("/data/associated_subtitles");
  }

  private List<String> languages() {
    return attached()
        .valueStream()
        .map(each -> each.path("language_code").asString())
        .filter(code -> !code.equals("x-probe"))
        .toList();
  }

  private static String lists(MediaId video, String... tracks) {
    return "{\"media_id\":\"" + video + "\",\"media_category\":\"TweetVideo\",\"subtitle_info\":{\"subtitles\":["
        + String.join(",", tracks) + "]}}";
  }

  private static String one(MediaId video, String track) {
    return "{\"id\":\"" + video + "\",\"media_category\":\"TweetVideo\",\"subtitles\":" + track + "}";
  }

  private static String track(MediaId file, String language, String name) {
    return "{\"media_id\":\"" + file + "\",\"language_code\":\"" + language + "\",\"display_name\":\"" + name + "\"}";
  }

  private static String track2(MediaId file, String language, String name) {
    return track(file, language, name).replace("media_id", "id");
  }
}
