package io.aramaki.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the agent may use, and where.
class BoundariesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.aramaki.agent");

  static Stream<ArchRule> rules() {
    return Stream.of(
        only("protobuf in sessions", "io.aramaki.agent.session..", "com.google.protobuf.."),
        only("gRPC in sessions", "io.aramaki.agent.session..", "io.grpc.."),
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.aramaki.agent.spool..",
                "io.aramaki.agent.check..",
                "io.aramaki.agent.metric..",
                "io.aramaki.agent.fact..",
                "io.aramaki.agent.action..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.grpc..",
                "io.aramaki.agent.session..",
                "io.aramaki.agent.trace..",
                "io.aramaki.agent.app..",
                "io.aramaki.agent.v1..",
                "io.aramaki.monitoring.v1..",
                "io.aramaki.inventory.v1.."),
        only("OSHI behind the host", "io.aramaki.agent.metric..", "oshi.."),
        only("OpenTelemetry in traces", "io.aramaki.agent.trace..", "io.opentelemetry.."),
        noClasses().should().dependOnClassesThat().resideInAnyPackage("io.grpc.netty.."),
        noClasses().should().dependOnClassesThat().resideInAnyPackage("org.bouncycastle.."),
        noClasses()
            .that()
            .resideOutsideOfPackages("io.aramaki.agent.app..", "io.aramaki.agent")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID"));
  }

  private static ArchRule only(String reason, String where, String what) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(where, "io.aramaki.agent.v1..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(what)
        .as(reason);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_holds(ArchRule rule) {
    rule.check(CLASSES);
  }

  @Test
  void classPath_hasNothingHeavy() {
    List<String> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1)).toList();
    assertThat(jars)
        .noneMatch(jar ->
            jar.contains("helidon")
                || jar.contains("vertx")
                || jar.contains("java-driver")
                || jar.contains("consul")
                || jar.contains("jackson"));
  }
}
