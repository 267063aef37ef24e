package io.aramaki.kit.member;

import io.aramaki.kit.testing.rules.ArchRules;
import io.aramaki.kit.testing.rules.Tidy;
import org.junit.jupiter.api.Test;

/// What the sources of this module may look like, and which libraries they may use.
final class RulesTest {
  @Test
  void sources_areTidy() {
    Tidy.checkModule("kit/member");
  }

  @Test
  void libraries_areUsedWhereTheyMay() {
    ArchRules.checkLibraries("io.aramaki.kit.member");
  }
}
