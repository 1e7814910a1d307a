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

/** Runs what the README tells people to run. */
class ReadmeTest {
  private static final Pattern CURL_SESSION =
      Pattern.compile("<!-- ReadmeTest runs this block with curl\\. -->\n```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void the_curl_session_posts_a_video() throws Exception {
    assumeTrue(Shell.has("curl"), "curl is not installed on this machine");
    Files.copy(TestMedia.mp4FullHd(), folder.resolve("clip.mp4"));
    try (Safelight server = TestSafelight.start(folder.resolve("data"))) {
      String token = Safelight.createUser(folder.resolve("data"), "alice").bearerToken();

      Shell.Result session =
          Shell.run(curlSession(), folder, Map.of("API", server.uri().toString(), "TOKEN", token));

      assertThat(session.status()).as(session.output()).isZero();
      assertThat(session.output()).contains("\"state\":\"succeeded\"").endsWith("720p.mp4\n");
    }
  }

  private static String curlSession() throws IOException {
    Matcher block = CURL_SESSION.matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
