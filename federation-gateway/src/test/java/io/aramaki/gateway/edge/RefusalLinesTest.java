package io.aramaki.gateway.edge;

import static io.aramaki.gateway.edge.DoorFixture.OBSERVE;
import static io.aramaki.gateway.edge.DoorFixture.assertEnded;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What a stranger who is refused again and again makes the gateway write.
final class RefusalLinesTest {
  private static final int LINES_MAX = 20;
  private static final int LEFT_OUT = 5;

  @TempDir private Path directory;

  @Test
  void refusals_beyondTheAllowance_areCountedInsteadOfWritten() throws Exception {
    var lines = new ListAppender<ILoggingEvent>();
    var logger = (Logger) LoggerFactory.getLogger(AgentVerticle.class);
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try (var fixture = new DoorFixture(directory)) {
      for (int i = 0; i < LINES_MAX + LEFT_OUT; i++) {
        assertEnded(
            fixture.anonymous().call(OBSERVE), Status.Code.UNAUTHENTICATED, "CERTIFICATE_REQUIRED");
      }
      int before = lines.list.size();
      fixture.clock.advance(Duration.ofSeconds(1));
      assertEnded(
          fixture.anonymous().call(OBSERVE), Status.Code.UNAUTHENTICATED, "CERTIFICATE_REQUIRED");

      assertThat(before).isEqualTo(LINES_MAX);
      assertThat(lines.list).hasSize(LINES_MAX + 1);
      assertThat(leftOut(lines.list)).containsExactly(0, LEFT_OUT);
      assertThat(fixture.progress.streamsRefusedTotal()).isEqualTo(LINES_MAX + LEFT_OUT + 1);
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }
  }

  private static List<Object> leftOut(List<ILoggingEvent> lines) {
    return lines.stream()
        .flatMap(line -> line.getKeyValuePairs().stream())
        .filter(pair -> pair.key.equals("leftOut"))
        .map(pair -> pair.value)
        .distinct()
        .toList();
  }
}
