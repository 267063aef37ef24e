package io.aramaki.agent.session.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.SeriesName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which batches name their series, and whether what they say can be read.
final class MetricBlockTest {
  private static final String SYSTEM = "orgs/o/systems/web";
  private static final long HOUR = 497_000;

  private final MetricBlock block = new MetricBlock();
  private final List<BatchContent> batches = new ArrayList<>();
  private long seq;

  private static SeriesKey key(String metric) {
    return new SeriesKey(SYSTEM, metric, Map.of("k", metric), "bytes");
  }

  /// Spools one batch with a sample of each.
  private BatchContent spool(long hour, String... metrics) {
    for (String metric : metrics) {
      block.add(key(metric), 1_000 * seq, seq + metric.length() / 10.0);
    }
    block.spoolColumns(
        hour,
        new byte[0],
        content -> {
          batches.add(BatchContent.open(content));
          return Optional.of(new BatchKey(7, ++seq));
        });
    return batches.getLast();
  }

  private void acknowledge(long ofSeq) {
    block.acknowledged(new BatchKey(7, ofSeq));
  }

  private static List<String> metrics(List<SeriesName> names) {
    return names.stream().map(SeriesName::metric).toList();
  }

  /// What a reader finds, by the names of the batch that is used.
  private static List<String> samples(BatchContent batch, List<SeriesName> inherited) {
    var names = new ArrayList<>(inherited);
    names.addAll(batch.own());
    var found = new ArrayList<String>();
    batch.samples(
        inherited.size(),
        (series, times, values, from, count) ->
            found.add(names.get(series).metric() + " " + times[0] + " " + values[from]));
    return found;
  }

  @Test
  void batch_afterTheFirstWasAcknowledged_namesNothing() {
    // Given
    BatchContent first = spool(HOUR, "a", "bb");
    acknowledge(1);

    // When
    BatchContent second = spool(HOUR, "a", "bb");
    BatchContent third = spool(HOUR, "bb");

    // Then
    assertThat(metrics(first.own())).containsExactly("a", "bb");
    assertThat(first.dictionary()).isZero();
    assertThat(second.own()).isEmpty();
    assertThat(second.dictionary()).isEqualTo(1);
    assertThat(samples(second, first.own())).containsExactly("a 1000 1.1", "bb 1000 1.2");
    assertThat(samples(third, first.own())).containsExactly("bb 2000 2.2");
  }

  @Test
  void batches_whileNothingIsAcknowledged_standEachForItself() {
    // When
    spool(HOUR, "a", "bb");
    BatchContent second = spool(HOUR, "bb");

    // Then
    assertThat(second.dictionary()).isZero();
    assertThat(metrics(second.own())).containsExactly("bb");
    assertThat(samples(second, List.of())).containsExactly("bb 1000 1.2");

    // When the first is acknowledged late
    acknowledge(1);

    // Then
    assertThat(spool(HOUR, "bb").dictionary()).isEqualTo(1);
  }

  @Test
  void batchWithAnotherSeries_namesAllThatAreUsed() {
    // Given
    spool(HOUR, "a", "bb");
    acknowledge(1);

    // When
    BatchContent second = spool(HOUR, "a", "ccc");
    acknowledge(2);
    BatchContent third = spool(HOUR, "bb", "ccc");

    // Then
    assertThat(metrics(second.own())).containsExactly("a", "bb", "ccc");
    assertThat(samples(second, List.of())).containsExactly("a 1000 1.1", "ccc 1000 1.3");
    assertThat(third.dictionary()).isEqualTo(2);
  }

  @Test
  void batchOfAnotherHour_namesWhatWasUsedInTheHourBefore() {
    // Given
    spool(HOUR, "a", "bb", "ccc");
    acknowledge(1);
    spool(HOUR + 1, "a", "bb");
    acknowledge(2);
    spool(HOUR + 1, "a");

    // When
    BatchContent later = spool(HOUR + 2, "a");

    // Then: all of the hour before were used in it, the third only in the first hour
    assertThat(metrics(batches.get(1).own())).containsExactly("a", "bb", "ccc");
    assertThat(batches.get(1).dictionary()).isZero();
    assertThat(metrics(later.own())).containsExactly("a", "bb");
  }

  @Test
  void batchThatWasNotSpooled_isNobodysDictionary() {
    // Given
    block.add(key("a"), 1, 1);
    block.spoolColumns(HOUR, new byte[0], _ -> Optional.empty());
    acknowledge(1);

    // Then
    assertThat(spool(HOUR, "a").dictionary()).isZero();
  }

  @Test
  void acknowledgementOfAnotherBatch_makesNoDictionary() {
    spool(HOUR, "a");
    acknowledge(9);

    assertThat(spool(HOUR, "a").dictionary()).isZero();
  }

  @Test
  void series_moreThanADictionaryTakes_areNamedByTheirBatches() {
    // Given
    for (int batch = 0; batch <= SeriesDictionary.SERIES_MAX / 1_000; batch++) {
      var metrics = new String[1_000];
      for (int i = 0; i < metrics.length; i++) {
        metrics[i] = "m" + batch + "_" + i;
      }
      spool(HOUR, metrics);
      acknowledge(seq);
    }

    // Then
    assertThat(batches.getLast().own()).hasSize(1_000);
    assertThat(batches.get(batches.size() - 2).own()).hasSize(SeriesDictionary.SERIES_MAX);
  }
}
