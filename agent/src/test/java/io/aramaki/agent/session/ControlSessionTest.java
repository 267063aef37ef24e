package io.aramaki.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ControlSessionTest {
  private static final long ACK_TIMEOUT = TimeUnit.SECONDS.toNanos(30);

  @Test
  void patience_factsAreOverdueAndTheTransportIsNotReady_waitsForItsSignal() {
    assertThat(ControlSession.patience(false, -1, ACK_TIMEOUT)).isEqualTo(ACK_TIMEOUT);
  }

  @Test
  void patience_ready_waitsUntilFactsAreDue() {
    assertThat(ControlSession.patience(true, 5, ACK_TIMEOUT)).isEqualTo(5);
    assertThat(ControlSession.patience(true, -1, ACK_TIMEOUT)).isEqualTo(1);
    assertThat(ControlSession.patience(true, Long.MAX_VALUE, ACK_TIMEOUT)).isEqualTo(ACK_TIMEOUT);
  }
}
