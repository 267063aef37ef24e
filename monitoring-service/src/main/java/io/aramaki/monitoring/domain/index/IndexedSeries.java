package io.aramaki.monitoring.domain.index;

import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.series.SeriesKey;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A series as it is found: who reports it, what it is called, and in which sets of chunks it is.
/// It is made when it is found, not kept, so it shows what was so then.
public final class IndexedSeries {
  private final String agent;
  private final Supplier<SeriesKey> naming;
  private final String unit;
  private final Labels labels;
  private final List<Place> places;
  private @Nullable SeriesKey key;

  /// @param naming makes its name, which not every query needs
  IndexedSeries(
      String agent, Supplier<SeriesKey> naming, String unit, Labels labels, List<Place> places) {
    this.agent = agent;
    this.naming = naming;
    this.unit = unit;
    this.labels = labels;
    this.places = List.copyOf(places);
  }

  /// Where a series is in a set.
  ///
  /// @param set the id of the set
  /// @param number its number there, from 0
  public record Place(String set, int number) {}

  /// Its agent.
  public String agent() {
    return agent;
  }

  /// Its name. Two threads that ask at once make the same.
  public SeriesKey key() {
    @Nullable SeriesKey made = key;
    if (made == null) {
      made = naming.get();
      key = made;
    }
    return made;
  }

  /// Its unit, empty if none.
  public String unit() {
    return unit;
  }

  /// Its labels as queries see them.
  public Labels labels() {
    return labels;
  }

  /// The sets that have it.
  public List<Place> places() {
    return places;
  }
}
