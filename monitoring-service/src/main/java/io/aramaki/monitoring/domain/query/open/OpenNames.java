package io.aramaki.monitoring.domain.query.open;

import io.aramaki.monitoring.domain.observation.Dictionaries;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The series of hours that are in no chunk, by what their rows name: most rows name none, and no
/// sample is read. Those that programs fill are looked at again and again, those of agents once,
/// when their shard comes.
public final class OpenNames {
  private static final int PAGE = 100;

  private final Journal journal;
  private final Dictionaries dictionaries;
  private final Map<Place, Map<Long, Long>> read = new ConcurrentHashMap<>();

  public OpenNames(Journal journal, Dictionaries dictionaries) {
    this.journal = journal;
    this.dictionaries = dictionaries;
  }

  private record Place(String writer, long hour) {}

  /// Shows the series that were named since the last look. Used by one thread at a time.
  ///
  /// @param seen is shown them, without samples
  public void look(String writer, long hour, Consumer<List<SeriesBlock>> seen) {
    Map<Long, Long> its = read.computeIfAbsent(new Place(writer, hour), _ -> new HashMap<>());
    for (long boot : journal.boots(writer, hour)) {
      List<JournalRow> rows;
      do {
        long after = its.getOrDefault(boot, Long.MIN_VALUE);
        rows = journal.read(writer, hour, boot, after, PAGE);
        for (JournalRow row : rows) {
          seen.accept(dictionaries.named(row));
          its.put(boot, row.head().key().seq());
        }
      } while (rows.size() == PAGE);
    }
  }

  /// Shows the series of an agent's hour. Only rows that name some are read, but of an hour where
  /// that was not noted.
  ///
  /// @param seen is shown them, without samples
  public void lookOnce(String agent, long hour, Consumer<List<SeriesBlock>> seen) {
    Optional<List<BatchKey>> named = journal.named(agent, hour);
    if (named.isEmpty()) {
      look(agent, hour, seen);
      forget(agent, hour);
      return;
    }
    for (BatchKey key : named.get()) {
      seen.accept(dictionaries.named(agent, hour, key));
    }
  }

  /// Begins anew with an hour.
  public void forget(String writer, long hour) {
    read.remove(new Place(writer, hour));
  }

  /// Forgets the hours of all others.
  public void retain(Map<String, Set<Long>> hours) {
    read.keySet()
        .removeIf(place -> !hours.getOrDefault(place.writer(), Set.of()).contains(place.hour()));
  }
}
