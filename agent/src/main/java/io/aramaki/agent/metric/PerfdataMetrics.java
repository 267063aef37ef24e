package io.aramaki.agent.metric;

import io.aramaki.agent.check.CheckResult;
import io.aramaki.agent.check.Perfdatum;
import io.aramaki.agent.check.Range;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns the perfdata of check results into samples.
///
/// `perfdata{check, label}` is the value; `perfdata_warn` and `perfdata_crit` with the label
/// `bound` (`low`, `high`) are the ends of its thresholds. Thresholds hardly ever change: they are
/// sampled when they do, and at least every [#THRESHOLD_INTERVAL_MS].
public final class PerfdataMetrics {
  private static final long THRESHOLD_INTERVAL_MS = 600_000;
  private static final int SERIES_MAX = 5_000;

  private record Sampled(long timeMs, double value) {}

  private record Place(String system, String check, String label, String metric, String bound) {}

  private final SampleSink sink;
  private final Map<Place, SeriesKey> keys = cache();
  private final Map<SeriesKey, Sampled> thresholds = cache();

  public PerfdataMetrics(SampleSink sink) {
    this.sink = sink;
  }

  public synchronized void add(CheckResult result) {
    long timeMs = result.observeTime().toEpochMilli();
    for (Perfdatum item : result.outcome().perfdata()) {
      sink.sample(key(result, item, "perfdata", ""), timeMs, item.value());
      threshold(result, item, "perfdata_warn", item.warn(), timeMs);
      threshold(result, item, "perfdata_crit", item.crit(), timeMs);
    }
  }

  private void threshold(
      CheckResult result, Perfdatum item, String metric, Optional<Range> range, long timeMs) {
    if (range.isPresent()) {
      bound(key(result, item, metric, "low"), range.get().start(), timeMs);
      bound(key(result, item, metric, "high"), range.get().end(), timeMs);
    }
  }

  private void bound(SeriesKey key, double value, long timeMs) {
    @Nullable Sampled before = thresholds.get(key);
    boolean known =
        before != null
            && before.value == value
            && Math.abs(timeMs - before.timeMs) < THRESHOLD_INTERVAL_MS;
    if (Double.isFinite(value) && !known) {
      thresholds.put(key, new Sampled(timeMs, value));
      sink.sample(key, timeMs, value);
    }
  }

  private SeriesKey key(CheckResult result, Perfdatum item, String metric, String bound) {
    String system = result.check().system();
    String check = result.check().id();
    return keys.computeIfAbsent(
        new Place(system, check, item.label(), metric, bound),
        _ -> {
          var labels = new LinkedHashMap<String, String>();
          labels.put("check", check);
          labels.put("label", item.label());
          if (!bound.isEmpty()) {
            labels.put("bound", bound);
          }
          return new SeriesKey(system, metric, labels, item.unit());
        });
  }

  /// Forgets what was not used for longest, so that labels that change all the time cost no memory.
  private static <K, V> Map<K, V> cache() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > SERIES_MAX;
      }
    };
  }
}
