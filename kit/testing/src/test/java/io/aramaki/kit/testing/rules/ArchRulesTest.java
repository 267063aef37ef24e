package io.aramaki.kit.testing.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArchRulesTest {
  private static final String BROKEN = "io.aramaki.broken";

  /// What the rules say about the service that breaks them.
  private static List<String> breaches() {
    var classes = new ClassFileImporter().importPackages(BROKEN);
    return ArchRules.service(BROKEN).stream()
        .flatMap(rule -> rule.evaluate(classes).getFailureReport().getDetails().stream())
        .map(detail ->
            detail
                .replaceAll(
                    "[\\s\\S]*<([^>]*\\.broken[^>]*)>[\\s\\S]*<([^>]*)>[\\s\\S]*", "$1 -> $2")
                .replace(BROKEN + ".", ""))
        .toList();
  }

  @Test
  void service_impureDomain_isFound() {
    assertThat(breaches())
        .anyMatch(b -> b.contains("domain.Impure") && b.contains("CassandraConfig"));
  }

  @Test
  void service_storageUsesGrpc_isFound() {
    assertThat(breaches()).anyMatch(b -> b.contains("storage.Reaches") && b.contains("grpc.Door"));
  }

  @Test
  void service_driverOutsideOfStorage_isFound() {
    assertThat(breaches()).anyMatch(b -> b.contains("grpc.Door") && b.contains("CqlSession"));
  }

  @Test
  void service_somebodyKnowsApp_isFound() {
    assertThat(breaches()).anyMatch(b -> b.contains("grpc.Door") && b.contains("app.Whole"));
  }

  @Test
  void check_packageThatIsNotThere_isRefused() {
    assertThatThrownBy(() -> ArchRules.checkService("io.aramaki.nowhere"))
        .hasMessageContaining("no class in io.aramaki.nowhere");
  }

  @Test
  void kit_libraries_liveWhereTheyMay() {
    assertThatCode(() -> ArchRules.checkLibraries("io.aramaki.kit")).doesNotThrowAnyException();
  }

  @Test
  void thisModuleAndKitCassandra_areTidy() {
    Tidy.checkModule("kit/testing");
    Tidy.checkModule("kit/cassandra");
    Tidy.checkModule("deploy/cassandra");
  }
}
