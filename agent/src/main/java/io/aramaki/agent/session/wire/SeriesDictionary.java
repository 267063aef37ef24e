package io.aramaki.agent.session.wire;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides which batches of format 2 name their series themselves, and which use those of one
/// before (`docs/wire/batch.md`). Not thread-safe.
///
/// ```text
/// a series that the dictionary lacks, or another hour ─▶ the batch names all series: it is offered as dictionary
/// offered and not acknowledged                        ─▶ the batch names its own series, for itself
/// acknowledged                                        ─▶ the batch names none
/// ```
///
/// While nothing is acknowledged, as offline, each batch thus stands for itself.
final class SeriesDictionary {
  /// The most series of a dictionary; a batch with others names its own.
  static final int SERIES_MAX = 10_000;

  private @Nullable Offer current;
  private @Nullable BatchKey currentKey;
  private boolean acknowledged;

  /// The series that a batch names, by their numbers.
  private static final class Offer {
    private final long hour;
    private final Map<SeriesKey, Integer> numbers = new LinkedHashMap<>();
    private final BitSet used = new BitSet();

    Offer(long hour) {
      this.hour = hour;
    }

    void add(SeriesKey series) {
      numbers.putIfAbsent(series, numbers.size());
    }

    boolean hasAll(Collection<SeriesKey> series) {
      return numbers.keySet().containsAll(series);
    }

    List<SeriesName> names() {
      return SeriesDictionary.names(numbers.keySet());
    }
  }

  /// A batch that is about to be written.
  ///
  /// @param writer knows which series it names
  /// @param numbers the number of each series in it
  /// @param offer set if it is offered as dictionary
  record Plan(BatchWriter writer, Map<SeriesKey, Integer> numbers, @Nullable Offer offer) {}

  /// Plans a batch of samples of these series.
  ///
  /// @param hour the hour in the batch's header
  Plan plan(Collection<SeriesKey> series, long hour) {
    Offer known = current;
    if (known != null && known.hour == hour && known.hasAll(series)) {
      series.forEach(one -> known.used.set(known.numbers.getOrDefault(one, 0)));
      BatchKey key = currentKey;
      if (acknowledged && key != null) {
        return new Plan(
            new BatchWriter(key.seq(), known.numbers.size(), List.of()), known.numbers, null);
      }
      return alone(series, hour);
    }
    Offer offer = offer(series, hour);
    if (offer.numbers.size() > SERIES_MAX) {
      return alone(series, hour);
    }
    return new Plan(new BatchWriter(0, 0, offer.names()), offer.numbers, offer);
  }

  /// A batch that names its own series, for itself.
  static Plan alone(Collection<SeriesKey> series, long hour) {
    var own = new Offer(hour);
    series.forEach(own::add);
    return new Plan(new BatchWriter(0, 0, own.names()), own.numbers, null);
  }

  /// Those of the batch, and those that were used since the last offer: what comes once a minute
  /// would make a dictionary of its own each time.
  private Offer offer(Collection<SeriesKey> series, long hour) {
    var offer = new Offer(hour);
    Offer before = current;
    if (before != null) {
      before.numbers.forEach((key, number) -> {
        if (before.hour == hour || before.used.get(number)) {
          offer.add(key);
        }
      });
    }
    series.forEach(offer::add);
    series.forEach(one -> offer.used.set(offer.numbers.getOrDefault(one, 0)));
    return offer;
  }

  /// The planned batch was spooled under a key, or not at all.
  void spooled(Plan plan, Optional<BatchKey> key) {
    if (plan.offer() != null && key.isPresent()) {
      current = plan.offer();
      currentKey = key.get();
      acknowledged = false;
    }
  }

  /// Monitoring has the batch.
  void acknowledged(BatchKey key) {
    if (key.equals(currentKey)) {
      acknowledged = true;
    }
  }

  private static List<SeriesName> names(Collection<SeriesKey> series) {
    return series.stream()
        .map(one -> SeriesName.of(one.system(), one.metric(), one.labels(), one.unit()))
        .toList();
  }
}
