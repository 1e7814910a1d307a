package io.safelight.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {

  @Test
  void the_page_says_what_the_records_say() throws IOException {
    assertThat(Files.readString(Path.of("docs/config.md")))
        .as("docs/config.md is out of date; write it anew with"
            + " 'java -cp target/safelight.jar io.safelight.config.ConfigDocs docs/config.md'")
        .isEqualTo(ConfigDocs.render());
  }
}
