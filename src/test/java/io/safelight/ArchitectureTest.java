package io.safelight;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.safelight.bench.BareJetty;
import org.junit.jupiter.api.Test;

/** Holds the directions of dependency that ARCHITECTURE.md draws. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.safelight");

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
