package io.safelight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/api.md tells people to run, and compares what it shows. */
class ApiPageTest {
  private static final Pattern CALLS =
      Pattern.compile("<!-- ApiPageTest runs this block with curl\\. -->\n```sh\n(.*?)```\n.*?```\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void the_calls_are_answered_as_the_page_shows() throws Exception {
    assumeTrue(Shell.has("curl"), "curl is not installed on this machine");
    Path data = folder.resolve("data");
    try (Safelight server = TestSafelight.start(data)) {
      String id = uploaded(server, Safelight.createUser(data, "alice").bearerToken());
      Matcher page = CALLS.matcher(page());
      assertThat(page.find()).isTrue();

      Shell.Result result =
          Shell.run(page.group(1), folder, Map.of("API", server.uri().toString(), "ID", id));

      assertThat(result.status()).as(result.output()).isZero();
      assertThat(normalized(result.output())).isEqualTo(normalized(page.group(2)));
    }
  }

  /** Numbers, hashes, and the random part of an address, are others each time; the status at the end of a line is not. */
  private static String normalized(String answers) {
    return answers
        .replaceAll("/media/[0-9a-z]+/", "/media/slug/")
        .replaceAll("\"blurhash\":\"[^\"]*\"", "\"blurhash\":\"of the poster\"")
        .replaceAll("\"sandbox\":\\{[^}]*}", "\"sandbox\":{as this machine has it}")
        .replaceAll("(?<![ \\d])\\d+", "0");
  }

  private static String uploaded(Safelight server, String token) throws Exception {
    var calls = new UploadCalls(server.port(), token);
    byte[] video = Files.readAllBytes(TestMedia.mp4());
    String id = calls.init(video.length);
    assertThat(calls.append(id, 0, video)).isTrue();
    assertThat(calls.complete(id)).isTrue();
    assertThat(calls.awaitFinished(id).at("/processing_info/state").asString()).isEqualTo("succeeded");
    calls.awaitComplete(id);
    return id;
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/api.md"));
  }
}
