package io.aramaki.bench.series;

import com.google.protobuf.Duration;
import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.bench.wire.BulkContent;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.v1.Goodbye;
import io.aramaki.monitoring.v1.Observations;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/// All that an agent has to say: samples with the names of their series, and a goodbye for a day,
/// so that nobody takes its silence for a death.
///
/// @param plan says what the series are called
/// @param system the resource name of the agent's system
/// @param block the samples
record LastWords(DataPlan plan, String system, HostBlock block) implements BulkContent {
  private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);
  private static final long ABSENCE_SECONDS = TimeUnit.DAYS.toSeconds(1);

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
    var names = new ArrayList<SeriesName>();
    for (int series = 0; series < block.series(); series++) {
      SeriesLabels labels = plan.labels(block.host(), series);
      names.add(SeriesName.of(system, labels.metric(), labels.labels(), ""));
    }
    var writer = new BatchWriter(0, 0, names);
    var goodbye =
        Goodbye.newBuilder()
            .setReason("all is said")
            .setExpectedAbsence(Duration.newBuilder().setSeconds(ABSENCE_SECONDS));
    writer.beside(Observations.newBuilder().setGoodbye(goodbye).build().toByteArray());
    for (int series = 0; series < block.series(); series++) {
      writer.add(series, block.times(), block.values(series), block.steps());
    }
    return writer.content();
  }
}
