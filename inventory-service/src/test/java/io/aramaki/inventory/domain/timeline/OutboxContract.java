package io.aramaki.inventory.domain.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.timeline.Outbox.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every outbox does, and how the sender empties it.
public abstract class OutboxContract {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");

  protected abstract Outbox outbox();

  @Test
  void put_thenOldest_givesAllBack() {
    outbox().put(entry("e1", 0));
    outbox().put(entry("e2", 1));

    assertThat(outbox().oldest(10).stream().map(Waiting::entry))
        .containsExactly(entry("e1", 0), entry("e2", 1));
    assertThat(outbox().oldest(1)).hasSize(1);
  }

  @Test
  void put_sameAgain_isOneEntry() {
    outbox().put(entry("e1", 0));
    outbox().put(entry("e1", 0));

    assertThat(outbox().oldest(10)).hasSize(1);
  }

  @Test
  void remove_takenEntries_leavesOthers() {
    outbox().put(entry("e1", 0));
    outbox().put(entry("e2", 1));

    outbox().remove(outbox().oldest(1));

    assertThat(outbox().oldest(10).stream().map(Waiting::entry)).containsExactly(entry("e2", 1));
  }

  @Test
  void put_olderThanWhatWasTakenBefore_isFoundAtOnce() {
    outbox().put(entry("e9", 9_000));
    outbox().remove(outbox().oldest(10));
    assertThat(outbox().oldest(10)).isEmpty();

    outbox().put(entry("e1", 0));

    assertThat(outbox().oldest(10).stream().map(Waiting::entry)).containsExactly(entry("e1", 0));
  }

  @Test
  void sender_monitoringDown_keepsEverything() {
    outbox().put(entry("e1", 0));
    var sender =
        new OutboxSender(
            outbox(),
            _ -> {
              throw new IllegalStateException("down");
            });

    assertThatThrownBy(sender::sendOnce).hasMessage("down");

    assertThat(outbox().oldest(10)).hasSize(1);
  }

  @Test
  void sender_monitoringUp_sendsInOrderAndForgets() {
    var sent = new ArrayList<TimelineEntry>();
    for (int i = 0; i < 250; i++) {
      outbox().put(entry("e" + i, i));
    }
    var sender = new OutboxSender(outbox(), sent::addAll);

    int first = sender.sendOnce();
    int second = sender.sendOnce();
    int third = sender.sendOnce();

    assertThat(List.of(first, second, third)).containsExactly(sender.batchMax(), 50, 0);
    assertThat(sent).hasSize(250).first().isEqualTo(entry("e0", 0));
    assertThat(sent).last().isEqualTo(entry("e249", 249));
  }

  private static TimelineEntry entry(String id, long seconds) {
    return new TimelineEntry(
        id,
        new SystemId("web"),
        TimelineEntry.Kind.ACTION,
        THEN.plusSeconds(seconds),
        "did it",
        "orgs/o/users/u",
        "orgs/o/actions/a",
        "warning",
        "0af7651916cd43dd8448eb211c80319c");
  }
}
