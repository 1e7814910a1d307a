package io.safelight;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.safelight.bench.BareJetty;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

/**
 * Holds which package uses which: exactly what ARCHITECTURE.md says, so that a new dependency is a decision that a reader of the
 * change sees; and the rules that no such change may break.
 */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.safelight");

  @Test
  void each_package_uses_what_the_table_of_the_architecture_says_and_nothing_else() throws IOException {
    assertThat(ArchitecturePage.read().table())
        .containsExactlyInAnyOrderEntriesOf(PackageGraph.of(CLASSES).uses());
  }

  @Test
  void the_picture_of_the_architecture_shows_the_same_without_shortcuts() throws IOException {
    assertThat(ArchitecturePage.read().arrows())
        .containsExactlyInAnyOrderEntriesOf(PackageGraph.of(CLASSES).picture());
  }

  @Test
  void packages_do_not_depend_on_each_other_in_circles() {
    slices().matching("io.safelight.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void the_http_adapter_knows_no_media() {
    noClasses()
        .that()
        .resideInAPackage("io.safelight.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.safelight.upload..", "io.safelight.post..", "io.safelight.delivery..", "io.safelight.processing..",
            "io.safelight.api..", "io.safelight.blob..", "io.safelight.image..", "io.safelight.ffmpeg..")
        .check(CLASSES);
  }

  @Test
  void jetty_is_known_to_the_http_adapter_alone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.safelight.http..")
        // The baseline of the benchmark is Jetty and nothing of ours.
        .and()
        .doNotBelongToAnyOf(BareJetty.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jetty..")
        .check(CLASSES);
  }

  @Test
  void the_domain_and_the_use_cases_know_neither_http_nor_storage() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.safelight.media..", "io.safelight.upload..", "io.safelight.post..", "io.safelight.processing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.safelight.http..", "io.safelight.api..", "io.safelight.auth..", "io.safelight.store..")
        .check(CLASSES);
  }

  @Test
  void sql_is_known_to_the_store_alone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.safelight.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.jdbi..", "org.flywaydb..", "org.sqlite..")
        .check(CLASSES);
  }

  @Test
  void implementations_of_storage_are_named_by_the_composition_root_alone() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.safelight.store..", "io.safelight")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.safelight.store..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("io.safelight.blob..", "io.safelight")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("LocalBlobStore")
        .check(CLASSES);
  }

  @Test
  void what_programs_read_is_not_written_in_the_language_of_the_machine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.safelight.cli..")
        .should()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
        .because("digits are those of the default locale, such as Arabic ones; use String.format(Locale.ROOT, ...)")
        .check(CLASSES);
  }

  @Test
  void the_dialects_do_not_know_each_other() {
    noClasses()
        .that()
        .resideInAPackage("io.safelight.api.v1..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.safelight.api.v2..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.safelight.api.v2..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.safelight.api.v1..")
        .check(CLASSES);
  }
}
