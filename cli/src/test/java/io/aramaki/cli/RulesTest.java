package io.aramaki.cli;

import io.aramaki.kit.testing.rules.ArchRules;
import io.aramaki.kit.testing.rules.Tidy;
import org.junit.jupiter.api.Test;

final class RulesTest {
  @Test
  void sources_ofThisModule_areTidy() {
    Tidy.checkModule("cli");
  }

  @Test
  void libraries_areUsedWhereTheyMay() {
    ArchRules.checkLibraries("io.aramaki.cli");
  }
}
