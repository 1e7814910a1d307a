package io.safelight.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DeviationDocsTest {

  @Test
  void the_page_says_what_the_table_says() throws IOException {
    assertThat(Files.readString(Path.of("docs/deviations.md")))
        .as("docs/deviations.md is out of date; write it anew with"
            + " 'java -cp target/safelight.jar io.safelight.api.DeviationDocs docs/deviations.md'")
        .isEqualTo(DeviationDocs.render());
  }
}
