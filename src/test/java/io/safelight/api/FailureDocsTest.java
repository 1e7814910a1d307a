package io.safelight.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailureDocsTest {

  @Test
  void the_page_has_the_table_that_the_code_makes() throws IOException {
    assertThat(Files.readString(Path.of("docs/api.md")))
        .as("the table of reasons in docs/api.md is out of date; write it anew with"
            + " 'java -cp target/safelight.jar io.safelight.api.FailureDocs docs/api.md'")
        .contains(FailureDocs.render());
  }
}
