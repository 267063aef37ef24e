package io.aramaki.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.agent.spool.batch.BatchKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final SeriesKey LOAD =
      new SeriesKey("orgs/-/systems/web", "load", Map.of("cpu", "0"), "");
  private static final SeriesKey HEAT = new SeriesKey("orgs/-/systems/web", "heat", Map.of(), "");

  private final Ledger ledger = new Ledger();

  private static BatchKey key(long seq) {
    return new BatchKey(7, seq);
  }

  @Test
  void sent_seqUsedTwice_isRefused() {
    // Given
    ledger.sent(key(1), List.of(SeriesSamples.of(LOAD, 1, 1)), List.of());

    // When, Then
    assertThatThrownBy(() -> ledger.sent(key(1), List.of(), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("7/1");
  }

  @Test
  void acknowledged_twice_countsOnce() {
    // Given
    ledger.sent(key(1), List.of(SeriesSamples.of(LOAD, 1, 1)), List.of());

    // When
    ledger.acknowledged(key(1));
    ledger.acknowledged(key(1));

    // Then
    assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(1, 1, 0, 1, 1, 0, 0));
    assertThat(ledger.series(LOAD).acknowledged()).isEqualTo(ledger.series(LOAD).sent());
  }

  @Test
  void refused_batch_isNotAcknowledgedLater() {
    // Given
    ledger.sent(key(1), List.of(SeriesSamples.of(LOAD, 1, 1)), List.of());

    // When
    ledger.refused(key(1), "HOUR_TOO_OLD", "hour is 1");
    ledger.acknowledged(key(1));

    // Then
    assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(1, 0, 1, 1, 0, 0, 0));
    assertThat(ledger.refused())
        .containsExactly(new Ledger.Refused(key(1), "HOUR_TOO_OLD", "hour is 1"));
    assertThat(ledger.series(LOAD).acknowledged()).isEqualTo(SeriesSum.NONE);
  }

  @Test
  void series_unacknowledgedBatch_showsTheDifference() {
    // Given
    ledger.sent(
        key(1),
        List.of(
            new SeriesSamples(LOAD, new long[] {1, 2}, new double[] {0.5, 0.25}),
            SeriesSamples.of(HEAT, 1, 40)),
        List.of());
    ledger.sent(key(2), List.of(SeriesSamples.of(LOAD, 3, 0.75)), List.of());

    // When
    ledger.acknowledged(key(1));

    // Then
    assertThat(ledger.series(LOAD).sent())
        .isEqualTo(SeriesSum.of(new long[] {3, 2, 1}, new double[] {0.75, 0.25, 0.5}));
    assertThat(ledger.series(LOAD).acknowledged())
        .isEqualTo(SeriesSum.of(new long[] {2, 1}, new double[] {0.25, 0.5}));
    assertThat(ledger.series(HEAT).sent()).isEqualTo(ledger.series(HEAT).acknowledged());
    assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(2, 1, 0, 4, 3, 0, 0));
  }
}
