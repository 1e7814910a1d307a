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

  @Test
  void the_curl_session_pasted_into_a_shell_leaves_the_shell_and_the_folder_as_they_were() throws Exception {
    assumeTrue(Shell.has("curl") && Shell.has("bash"), "curl or bash is not installed on this machine");
    Files.copy(TestMedia.mp4FullHd(), folder.resolve("clip.mp4"));
    Path own = Files.writeString(folder.resolve("part-of-mine"), "mine");

    Shell.Result session =
        Shell.paste(
            curlSession() + "false\necho still here\n",
            folder,
            Map.of("API", "http://127.0.0.1:1", "TOKEN", "none", "TMPDIR", folder.toString()));

    assertThat(session.output()).contains("curl: (7)").endsWith("still here\n");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("clip.mp4", "part-of-mine");
    assertThat(own).hasContent("mine");
  }

  private static String curlSession() throws IOException {
    Matcher block = CURL_SESSION.matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
