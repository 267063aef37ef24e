package io.aramaki.gateway;

import io.aramaki.kit.testing.rules.ArchRules;
import io.aramaki.kit.testing.rules.Tidy;
import org.junit.jupiter.api.Test;

final class RulesTest {
  @Test
  void sources_ofThisModule_areTidy() {
    Tidy.checkModule("federation-gateway");
  }

  @Test
  void packages_useOnlyWhatTheyMay() {
    ArchRules.checkService("io.aramaki.gateway");
  }
}
