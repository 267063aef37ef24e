package io.aramaki.kit.testing.rules;

import org.junit.jupiter.api.Test;

final class RepositoryTest {
  @Test
  void sources_ofTheWholeRepository_areTidy() {
    Tidy.checkRepository();
  }
}
