package io.safelight.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.safelight.Safelight;
import io.safelight.TestSafelight;
import io.safelight.auth.NewAccount;
import io.safelight.testmedia.TestMedia;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twitter4j.Twitter;

/** Runs the program that the page of clients shows, as a reader would who copies it. */
class ClientDocsTest {
  private static final Pattern PROGRAM =
      Pattern.compile("<!-- ClientDocsTest runs this program\\. -->\n```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void the_program_for_twitter4j_posts_a_video() throws Exception {
    Path source = Files.writeString(folder.resolve("PostVideo.java"), program());
    try (Safelight server = TestSafelight.start(folder.resolve("data"))) {
      NewAccount alice = Safelight.createUser(folder.resolve("data"), "alice");
      var java =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              Path.of(Twitter.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString(),
              source.toString(),
              TestMedia.mp4FullHd().toString());
      java.environment().put("SAFELIGHT_SERVER", server.uri().toString());
      java.environment().put("CONSUMER_KEY", alice.consumerKey());
      java.environment().put("CONSUMER_SECRET", alice.consumerSecret());
      java.environment().put("ACCESS_TOKEN", alice.accessToken());
      java.environment().put("ACCESS_TOKEN_SECRET", alice.accessTokenSecret());

      Process program = java.redirectErrorStream(true).start();
      String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(program.waitFor()).as(output).isZero();
      assertThat(output).endsWith("/720p.mp4\n");
    }
  }

  private static String program() throws IOException {
    Matcher block = PROGRAM.matcher(Files.readString(Path.of("docs/clients.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
