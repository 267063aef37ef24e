package io.aramaki.ticketing.app;

import io.aramaki.kit.testing.rules.ArchRules;
import io.aramaki.kit.testing.rules.Tidy;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  void packages_useOnlyWhatTheyMay() {
    ArchRules.checkService("io.aramaki.ticketing");
  }

  @Test
  void sources_areTidy() {
    Tidy.checkModule("ticketing-service");
  }
}
