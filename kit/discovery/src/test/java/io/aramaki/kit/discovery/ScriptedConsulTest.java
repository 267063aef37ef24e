package io.aramaki.kit.discovery;

import io.aramaki.kit.testing.consul.ScriptedConsul;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

/// The contract against our own peer, on every build.
final class ScriptedConsulTest extends ConsulContract {
  private final ScriptedConsul consul;

  ScriptedConsulTest() throws IOException {
    consul = new ScriptedConsul(0);
  }

  @Override
  URI url() {
    return consul.url();
  }

  @AfterEach
  void stopConsul() {
    consul.close();
  }
}
