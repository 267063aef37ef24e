package io.aramaki.kit.testing.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/// Which package may use which. A module's test calls one of the checks for its own base package:
///
/// ```java
/// @Test
/// void packages_useOnlyWhatTheyMay() {
///   ArchRules.checkService("io.aramaki.ticketing");
/// }
/// ```
///
/// ```text
/// inside a service:  domain ← storage, domain ← grpc, all ← app ← Main      storage ✗ grpc
/// ```
public final class ArchRules {
  private static final String ORGANISATION = "io.aramaki";

  /// What a domain may know besides itself: what kit/core consists of, which includes the log, and
  /// RE2, since expressions that people write must end in linear time.
  private static final String[] PLAIN = {
    "java..",
    "org.jspecify..",
    "org.slf4j..",
    "com.google.re2j..",
    "io.aramaki.kit.app..",
    "io.aramaki.kit.codec..",
    "io.aramaki.kit.name..",
    "io.aramaki.kit.page..",
    "io.aramaki.kit.time.."
  };

  private ArchRules() {}

  /// Checks a service, or the gateway: its layers, its domain's purity, its libraries, its
  /// independence of other services.
  ///
  /// @param base such as `io.aramaki.ticketing`
  /// @throws AssertionError with all breaches of the first rule that is broken
  public static void checkService(String base) {
    var classes = classesOf(base);
    service(base).forEach(rule -> rule.check(classes));
  }

  /// Checks only where libraries live; for modules without layers.
  public static void checkLibraries(String base) {
    var classes = classesOf(base);
    libraries(base).forEach(rule -> rule.check(classes));
  }

  private static JavaClasses classesOf(String base) {
    var classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(base);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException(
          "no class in " + base + "; expected a package on the class path");
    }
    return classes;
  }

  static List<ArchRule> service(String base) {
    var rules = new ArrayList<>(libraries(base));
    rules.add(pureDomain(base));
    rules.add(
        noClasses()
            .that()
            .resideInAPackage(base + ".storage..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(base + ".grpc.."));
    rules.add(
        noClasses()
            .that()
            .resideInAPackage(base + ".grpc..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(base + ".storage.."));
    rules.add(
        noClasses()
            .that(resideInAPackage(base + "..").and(not(resideInAnyPackage(base + ".app..", base))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(base + ".app..")
            .because("app puts the others together, so none of them knows it"));
    rules.add(noOtherService(base));
    rules.add(slices().matching(base + ".(*)..").should().beFreeOfCycles());
    return rules.stream().map(rule -> rule.allowEmptyShould(true)).toList();
  }

  private static ArchRule pureDomain(String base) {
    var allowed = new ArrayList<>(List.of(PLAIN));
    allowed.add(base + ".domain..");
    return classes()
        .that()
        .resideInAPackage(base + ".domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .because(
            "a domain is plain Java, so that it runs in a simulator and says nothing of where it is stored");
  }

  private static ArchRule noOtherService(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ORGANISATION + "..")
                .and(
                    not(
                        resideInAnyPackage(
                            base + "..", ORGANISATION + ".kit..", ORGANISATION + ".*.v1.."))))
        .because("services know each other only through proto");
  }

  /// Where each library may be used.
  static List<ArchRule> libraries(String base) {
    return List.of(
        only(
            base,
            "gRPC and messages",
            new String[] {"io.grpc..", "com.google.protobuf.."},
            "..app..",
            "..grpc..",
            "..kit.grpc..",
            "..kit.discovery..",
            "..kit.security..",
            "..kit.member..",
            "..kit.telemetry..",
            "..agent.session..",
            "..federation.frame..",
            "..gateway.edge..",
            "io.aramaki.*.v1.."),
        only(
            base,
            "Cassandra's driver",
            new String[] {"com.datastax.."},
            "..app..",
            "..storage..",
            "..kit.cassandra..",
            "..kit.testing.."),
        only(
            base,
            "Vert.x",
            new String[] {"io.vertx.."},
            "..gateway.app..",
            "..gateway.edge..",
            "..gateway.socket..",
            "..gateway.web.."),
        only(
            base,
            "Helidon",
            new String[] {"io.helidon.."},
            "..app..",
            "..kit.http..",
            "..ticketing.tracker..",
            "..alerting.notify.."),
        only(base, "Consul", new String[] {"org.kiwiproject.."}, "..app..", "..kit.discovery.."),
        only(
            base,
            "OpenTelemetry's SDK",
            new String[] {"io.opentelemetry.sdk..", "io.opentelemetry.exporter.."},
            "..app..",
            "..kit.telemetry.."),
        only(
            base,
            "JUnit and its like",
            new String[] {"org.junit..", "org.assertj..", "com.tngtech.."},
            "..kit.testing.."));
  }

  private static ArchRule only(String base, String what, String[] library, String... places) {
    return noClasses()
        .that(resideInAPackage(base + "..").and(not(resideInAnyPackage(places))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .because(what + " lives in " + String.join(", ", places) + " only")
        .allowEmptyShould(true);
  }
}
