package io.safelight.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SchemaTest {

  @Test
  void the_version_is_that_of_the_last_migration() throws IOException, URISyntaxException {
    URL migrations = Objects.requireNonNull(Schema.class.getResource("/db/migration"));
    try (var files = Files.list(Path.of(migrations.toURI()))) {
      assertThat(files.map(file -> file.getFileName().toString())
              .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
              .max())
          .hasValue(Schema.VERSION);
    }
  }
}
