package io.aramaki.bench.wire;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Writes one host's batches as its agent would, with names prepared once: the first batch of an
/// hour names all series, and later ones refer to it as soon as it was answered. Not thread-safe.
public final class HostBatches {
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();
  private static final long NONE = -1;

  private final List<SeriesName> names;
  private long dictionaryHour = NONE;
  private long dictionarySeq;

  /// Prepares the names of a host.
  ///
  /// @param system the resource name of the system that the host's agent reports for
  public HostBatches(DataPlan plan, int host, String system) {
    var all = new ArrayList<SeriesName>();
    for (int series = 0; series < plan.series(); series++) {
      SeriesLabels labels = plan.labels(host, series);
      all.add(SeriesName.of(system, labels.metric(), labels.labels(), ""));
    }
    names = List.copyOf(all);
  }

  /// The block as a batch of the hour of its last sample.
  public BulkContent content(HostBlock block) {
    return new BulkContent() {
      @Override
      public int samples() {
        return block.samples();
      }

      @Override
      public long hour() {
        return block.times()[block.steps() - 1] / HOUR_MS;
      }

      @Override
      public byte[] write(long seq, long answeredUpTo) {
        BatchWriter writer = writer(hour(), seq, answeredUpTo);
        for (int series = 0; series < block.series(); series++) {
          writer.add(series, block.times(), block.values(series), block.steps());
        }
        return writer.content();
      }
    };
  }

  private BatchWriter writer(long hour, long seq, long answeredUpTo) {
    if (hour != dictionaryHour) {
      dictionaryHour = hour;
      dictionarySeq = seq;
    } else if (answeredUpTo >= dictionarySeq) {
      return new BatchWriter(dictionarySeq, names.size(), List.of());
    }
    return new BatchWriter(0, 0, names);
  }
}
