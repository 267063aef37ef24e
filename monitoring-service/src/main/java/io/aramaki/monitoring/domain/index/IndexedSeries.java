package io.aramaki.monitoring.domain.index;

import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.series.SeriesKey;
import java.util.ArrayList;
import java.util.List;

/// A series as it is found: who reports it, what it is called, and in which sets of chunks it is.
public final class IndexedSeries {
  private final String agent;
  private final SeriesKey key;
  private final String unit;
  private final Labels labels;
  private volatile List<Place> places = List.of();

  IndexedSeries(String agent, SeriesKey key, String unit, Labels labels) {
    this.agent = agent;
    this.key = key;
    this.unit = unit;
    this.labels = labels;
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

  /// Its name.
  public SeriesKey key() {
    return key;
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

  /// The index calls it under its lock.
  void add(Place place) {
    var more = new ArrayList<>(places);
    more.add(place);
    places = List.copyOf(more);
  }
}
