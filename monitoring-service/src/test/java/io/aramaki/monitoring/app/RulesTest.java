package io.aramaki.monitoring.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.aramaki.kit.testing.rules.ArchRules;
import org.junit.jupiter.api.Test;

/// Which package may use which.
final class RulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.aramaki.monitoring");

  @Test
  void packages_useOnlyWhatTheyMay() {
    ArchRules.checkService("io.aramaki.monitoring");
  }

  @Test
  void domain_knowsNoTechnology() {
    noClasses()
        .that()
        .resideInAPackage("io.aramaki.monitoring.domain..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.aramaki.monitoring.storage..",
            "io.aramaki.monitoring.grpc..",
            "io.aramaki.monitoring.app..",
            "io.aramaki.kit.cassandra..",
            "io.aramaki.kit.grpc..",
            "io.aramaki.monitoring.v1..",
            "io.grpc..",
            "com.google.protobuf..",
            "com.datastax..",
            "io.opentelemetry..")
        .check(CLASSES);
  }

  @Test
  void storage_andGrpc_doNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("io.aramaki.monitoring.storage..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.aramaki.monitoring.grpc..", "io.grpc..", "com.google.protobuf..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.aramaki.monitoring.grpc..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.aramaki.monitoring.storage..", "com.datastax..", "io.aramaki.kit.cassandra..")
        .check(CLASSES);
  }

  @Test
  void pureParts_haveNoClockNoThreadNoChance() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.aramaki.monitoring.domain.check..",
            "io.aramaki.monitoring.domain.keepalive..",
            "io.aramaki.monitoring.domain.sequence..",
            "io.aramaki.monitoring.domain.agent..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }
}
