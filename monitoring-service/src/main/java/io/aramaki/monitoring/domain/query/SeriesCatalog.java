package io.aramaki.monitoring.domain.query;

import io.aramaki.monitoring.domain.index.IndexedSeries;
import io.aramaki.monitoring.domain.index.SeriesIndex;
import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.promql.value.Labels;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What series of this instance are called, without their samples.
public final class SeriesCatalog {
  private final SeriesIndex index;

  public SeriesCatalog(SeriesIndex index) {
    this.index = index;
  }

  /// Which series are meant.
  ///
  /// @param selectors of which one must match; none means all series
  /// @param visibility of whoever asks
  public record Scope(List<List<Matcher>> selectors, Visibility visibility) {
    public Scope {
      selectors = selectors.stream().map(List::copyOf).toList();
    }
  }

  /// What is known of a metric.
  ///
  /// @param unit empty if none
  public record Metadata(String metric, String unit) implements Comparable<Metadata> {
    @Override
    public int compareTo(Metadata other) {
      int names = metric.compareTo(other.metric);
      return names == 0 ? unit.compareTo(other.unit) : names;
    }
  }

  /// The labels of the series, ordered.
  public SortedSet<Labels> series(Scope scope, Budget budget) {
    var all = new TreeSet<Labels>();
    each(
        scope,
        budget,
        one -> {
          if (all.add(one.labels())) {
            budget.series();
          }
        });
    return all;
  }

  /// The names of their labels, ordered.
  public SortedSet<String> labelNames(Scope scope, Budget budget) {
    var names = new TreeSet<String>();
    each(
        scope,
        budget,
        one -> {
          for (int i = 0; i < one.labels().size(); i++) {
            names.add(one.labels().name(i));
          }
        });
    return names;
  }

  /// The values of a label of theirs, ordered.
  public SortedSet<String> labelValues(String label, Scope scope, Budget budget) {
    var values = new TreeSet<String>();
    each(scope, budget, one -> values.add(one.labels().get(label)));
    values.remove("");
    return values;
  }

  /// Their metrics and units, ordered.
  public SortedSet<Metadata> metadata(Scope scope, Budget budget) {
    var all = new TreeSet<Metadata>();
    each(scope, budget, one -> all.add(new Metadata(one.labels().get(Labels.NAME), one.unit())));
    return all;
  }

  private void each(Scope scope, Budget budget, Consumer<IndexedSeries> into) {
    Collection<List<Matcher>> selectors =
        scope.selectors().isEmpty() ? List.of(List.of()) : scope.selectors();
    for (List<Matcher> matchers : selectors) {
      index.each(
          matchers,
          one -> {
            budget.work(1);
            if (scope.visibility().shows(one.key().system())) {
              into.accept(one);
            }
          });
    }
  }
}
