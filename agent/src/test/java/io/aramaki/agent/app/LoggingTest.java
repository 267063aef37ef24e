package io.aramaki.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class LoggingTest {
  @Test
  void level_isCalledAsInTheServices() {
    assertThat(Logging.level("TRACE")).isEqualTo(Level.FINEST);
    assertThat(Logging.level("DEBUG")).isEqualTo(Level.FINE);
    assertThat(Logging.level("WARN")).isEqualTo(Level.WARNING);
    assertThat(Logging.level("ERROR")).isEqualTo(Level.SEVERE);
    assertThat(Logging.level("OFF")).isEqualTo(Level.OFF);
  }

  @Test
  void level_absentOrUnknown_isInfo() {
    assertThat(Logging.level(null)).isEqualTo(Level.INFO);
    assertThat(Logging.level("LOUD")).isEqualTo(Level.INFO);
  }
}
