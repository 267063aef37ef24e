package io.aramaki.bench.load;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.agent.spool.batch.BatchKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one simulated agent has sent, and what of it was acknowledged or refused. It remembers sums
/// for each series, so it grows with series, not with samples.
///
/// "Sent" means given to the agent: what has no answer yet may be anywhere between the agent's
/// memory and the database.
public final class Ledger {
  /// A batch that the server will never take.
  ///
  /// @param batch which
  /// @param reason the server's reason
  /// @param message the server's message
  public record Refused(BatchKey batch, String reason, String message) {}

  /// The totals.
  public record Totals(
      long sentBatches,
      long acknowledgedBatches,
      long refusedBatches,
      long sentSamples,
      long acknowledgedSamples,
      long sentResults,
      long acknowledgedResults) {}

  /// What of a series was sent, and what acknowledged.
  public record SeriesEntry(SeriesSum sent, SeriesSum acknowledged) {}

  /// What one batch contains.
  private record Contents(Map<SeriesKey, SeriesSum> series, long samples, long results) {}

  private static final SeriesEntry NOTHING = new SeriesEntry(SeriesSum.NONE, SeriesSum.NONE);

  private final Map<BatchKey, Contents> open = new HashMap<>();
  private final Map<SeriesKey, SeriesEntry> series = new HashMap<>();
  private final List<Refused> refused = new ArrayList<>();
  private Totals totals = new Totals(0, 0, 0, 0, 0, 0, 0);

  Ledger() {}

  synchronized void sent(
      BatchKey batch, List<SeriesSamples> samples, List<SimulatedResult> results) {
    var sums = new HashMap<SeriesKey, SeriesSum>();
    long count = 0;
    for (SeriesSamples block : samples) {
      SeriesSum sum = block.sum();
      sums.merge(block.series(), sum, SeriesSum::plus);
      series.merge(block.series(), new SeriesEntry(sum, SeriesSum.NONE), Ledger::plus);
      count += sum.samples();
    }
    open(batch, new Contents(sums, count, results.size()));
  }

  /// Notes a batch of which only the number of samples is remembered.
  synchronized void sent(BatchKey batch, int samples) {
    open(batch, new Contents(Map.of(), samples, 0));
  }

  private void open(BatchKey batch, Contents contents) {
    if (open.put(batch, contents) != null) {
      throw new IllegalStateException("batch " + batch + " was sent before");
    }
    totals =
        new Totals(
            totals.sentBatches + 1,
            totals.acknowledgedBatches,
            totals.refusedBatches,
            totals.sentSamples + contents.samples,
            totals.acknowledgedSamples,
            totals.sentResults + contents.results,
            totals.acknowledgedResults);
  }

  /// Notes an acknowledgement; a second one of the same batch changes nothing.
  synchronized void acknowledged(BatchKey batch) {
    Contents contents = open.remove(batch);
    if (contents == null) {
      return;
    }
    contents.series.forEach(
        (key, sum) -> series.merge(key, new SeriesEntry(SeriesSum.NONE, sum), Ledger::plus));
    totals =
        new Totals(
            totals.sentBatches,
            totals.acknowledgedBatches + 1,
            totals.refusedBatches,
            totals.sentSamples,
            totals.acknowledgedSamples + contents.samples,
            totals.sentResults,
            totals.acknowledgedResults + contents.results);
  }

  synchronized void refused(BatchKey batch, String reason, String message) {
    if (open.remove(batch) == null) {
      return;
    }
    refused.add(new Refused(batch, reason, message));
    totals =
        new Totals(
            totals.sentBatches,
            totals.acknowledgedBatches,
            totals.refusedBatches + 1,
            totals.sentSamples,
            totals.acknowledgedSamples,
            totals.sentResults,
            totals.acknowledgedResults);
  }

  private static SeriesEntry plus(SeriesEntry one, SeriesEntry other) {
    return new SeriesEntry(one.sent.plus(other.sent), one.acknowledged.plus(other.acknowledged));
  }

  public synchronized Totals totals() {
    return totals;
  }

  /// A copy of all series.
  public synchronized Map<SeriesKey, SeriesEntry> series() {
    return Map.copyOf(series);
  }

  public synchronized SeriesEntry series(SeriesKey key) {
    return series.getOrDefault(key, NOTHING);
  }

  /// A copy of what was refused.
  public synchronized List<Refused> refused() {
    return Collections.unmodifiableList(new ArrayList<>(refused));
  }
}
