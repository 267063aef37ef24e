package io.aramaki.alerting.app;

import io.aramaki.kit.testing.rules.ArchRules;
import io.aramaki.kit.testing.rules.Tidy;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  void packages_useOnlyWhatTheyMay() {
    ArchRules.checkService("io.aramaki.alerting");
  }

  @Test
  void sources_areTidy() {
    Tidy.checkModule("alerting-service");
  }
}
