package io.aramaki.inventory;

import io.aramaki.kit.testing.rules.ArchRules;
import io.aramaki.kit.testing.rules.Tidy;
import org.junit.jupiter.api.Test;

/// What the sources of this module may look like, and which package may use which.
final class RulesTest {
  @Test
  void sources_areTidy() {
    Tidy.checkModule("inventory-service");
  }

  @Test
  void packages_useOnlyWhatTheyMay() {
    ArchRules.checkService("io.aramaki.inventory");
  }
}
