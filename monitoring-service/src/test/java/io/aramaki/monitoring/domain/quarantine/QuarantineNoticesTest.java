package io.aramaki.monitoring.domain.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuarantineNoticesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final String SYSTEM = "orgs/o/systems/web";

  private final QuarantineNotices notices = new QuarantineNotices();

  private Optional<TimelineEvent> tell(long seq, String message, Instant received) {
    var nothing = ByteBuffer.allocate(0);
    return notices.of(
        new QuarantineEntry(
            "orgs/o/agents/a1",
            new BatchKey(10, seq),
            "results[0]",
            "UNKNOWN_CHECK",
            message,
            nothing,
            nothing,
            received),
        SYSTEM,
        received);
  }

  @Test
  void notice_saysWhatAndWhy_onTheSystem() {
    // When
    TimelineEvent event = tell(1, "there is no check x", NOW).orElseThrow();

    // Then
    assertThat(event.summary())
        .isEqualTo(
            "batch a/1 was taken, but results[0] in it cannot be evaluated:"
                + " UNKNOWN_CHECK: there is no check x");
    assertThat(event.eventId()).isEqualTo("a1-a/1-results[0]-UNKNOWN_CHECK");
    assertThat(event.system()).isEqualTo(SYSTEM);
    assertThat(event.time()).isEqualTo(NOW);
  }

  @Test
  void sameThingInEveryBatch_isToldOnceAnHour() {
    // When
    boolean first = tell(1, "x", NOW).isPresent();
    boolean again = tell(2, "x", NOW.plusSeconds(3_599)).isPresent();
    boolean other = tell(2, "y", NOW.plusSeconds(3_599)).isPresent();
    boolean later = tell(3, "x", NOW.plusSeconds(3_600)).isPresent();

    // Then
    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(other).isTrue();
    assertThat(later).isTrue();
  }

  @Test
  void everSomethingElse_isBounded() {
    // When
    long told = 0;
    for (int i = 0; i < 1_000; i++) {
      told += tell(i, "wrong in way " + i, NOW).stream().count();
    }

    // Then
    assertThat(told).isEqualTo(20);
  }
}
