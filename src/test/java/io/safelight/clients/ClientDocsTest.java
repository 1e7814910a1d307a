package io.safelight.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientDocsTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(new TwitterFactory\\(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"docs/clients.md", "README.md"})
  void what_it_says_of_twitter4j_is_what_its_test_does(String page) throws IOException {
    String test = Files.readString(Path.of("src/test/java/io/safelight/clients/Twitter4JTest.java"));

    Matcher snippet = SNIPPET.matcher(Files.readString(Path.of(page)));

    assertThat(snippet.find()).isTrue();
    assertThat(unindented(test)).contains(unindented(snippet.group(1)));
  }

  private static String unindented(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
