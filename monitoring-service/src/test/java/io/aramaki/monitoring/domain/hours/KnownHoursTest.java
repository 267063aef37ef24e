package io.aramaki.monitoring.domain.hours;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.hours.OpenHours.OpenHour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is remembered of open hours, and when the store is asked.
final class KnownHoursTest {
  private static final int SHARD = 7;
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final OpenHour MINE = new OpenHour("a", 100, "m1", NOW);
  private static final OpenHour THEIRS = new OpenHour("b", 100, "m2", NOW);

  private final MutableClock clock = new MutableClock(NOW);
  private final Table table = new Table();
  private boolean alone = true;
  private final KnownHours hours = new KnownHours(table, () -> alone, clock);

  /// A table in memory that counts how often it is read.
  private static final class Table implements OpenHours {
    final List<OpenHour> rows = new ArrayList<>();
    int reads;
    Runnable meanwhile = () -> {};

    @Override
    public void open(int shard, OpenHour hour) {
      rows.add(hour);
    }

    @Override
    public List<OpenHour> of(int shard) {
      reads++;
      List<OpenHour> read = List.copyOf(rows);
      meanwhile.run();
      return read;
    }

    @Override
    public List<OpenHour> of(int shard, String agent) {
      return of(shard).stream().filter(hour -> hour.agent().equals(agent)).toList();
    }

    @Override
    public void close(int shard, OpenHour hour) {
      rows.remove(hour);
    }
  }

  @Test
  void alone_isReadOnce_andKnowsWhatItSaidAndTookBackSince() {
    table.rows.add(THEIRS);
    var _ = hours.of(SHARD);

    hours.open(SHARD, MINE);
    hours.close(SHARD, THEIRS);

    assertThat(hours.of(SHARD)).containsExactly(MINE);
    assertThat(table.reads).isEqualTo(1);
  }

  @Test
  void alone_isReadAgainAfterAWhile() {
    var _ = hours.of(SHARD);
    table.rows.add(THEIRS);
    clock.advance(KnownHours.AGAIN.plus(Duration.ofMillis(1)));

    assertThat(hours.of(SHARD)).containsExactly(THEIRS);
  }

  @Test
  void whileOthersLive_isReadEachTime_andOnceMoreWhenTheyAreGone() {
    alone = false;
    var _ = hours.of(SHARD);
    var _ = hours.of(SHARD);
    table.rows.add(THEIRS);
    alone = true;

    assertThat(hours.of(SHARD)).containsExactly(THEIRS);
    assertThat(table.reads).isEqualTo(3);
  }

  @Test
  void saidWhileItIsRead_isNotForgotten() {
    table.meanwhile = () -> hours.open(SHARD, MINE);
    var _ = hours.of(SHARD);
    table.meanwhile = () -> {};

    assertThat(hours.of(SHARD)).containsExactly(MINE);
  }

  @Test
  void saidAgain_isNotTakenBackByWhatWasReadBefore() {
    var _ = hours.of(SHARD);
    hours.open(SHARD, MINE);
    var later = new OpenHour("a", 100, "m1", NOW.plusSeconds(60));
    hours.open(SHARD, later);

    hours.close(SHARD, MINE);

    assertThat(hours.of(SHARD)).containsExactly(later);
  }
}
