package io.aramaki.monitoring.domain.query;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Selection;
import io.aramaki.monitoring.domain.promql.select.SeriesSource;
import io.aramaki.monitoring.domain.promql.select.Windows;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The series of all instances for one query, by labels: those of this instance and those that the
/// others stream. An instance that does not answer is noted and not asked again.
///
/// A series that programs write may have been taken by several instances; it is one series here.
public final class MergedSeries implements SeriesSource {
  private final SeriesSource own;
  private final List<Neighbour> neighbours;
  private final Visibility visibility;
  private final Supplier<Duration> left;
  private final SortedSet<String> unavailable = new TreeSet<>();

  /// @param own the series of this instance that may be seen
  /// @param neighbours the other live instances
  /// @param visibility of whoever asks
  /// @param left how long the query may still take
  public MergedSeries(
      SeriesSource own,
      List<Neighbour> neighbours,
      Visibility visibility,
      Supplier<Duration> left) {
    this.own = own;
    this.neighbours = List.copyOf(neighbours);
    this.visibility = visibility;
    this.left = left;
  }

  /// The instances that did not answer.
  public List<String> unavailable() {
    return List.copyOf(unavailable);
  }

  /// Only one instance has all samples of each series, so only alone it can fold them.
  @Override
  public boolean overTime(Selection selection, Windows windows, Budget budget, WindowVisitor into) {
    return neighbours.isEmpty() && own.overTime(selection, windows, budget, into);
  }

  @Override
  public void select(Selection selection, Budget budget, SeriesVisitor into) {
    var joined = new Joined(into);
    try (var others = new Others(selection, budget)) {
      own.select(
          selection,
          budget,
          series -> {
            others.before(series.labels(), joined);
            joined.visit(series);
          });
      others.rest(joined);
    }
    joined.end();
  }

  /// The next series of an instance.
  private record Head(Series series, String instance, Neighbour.Cursor cursor) {}

  /// What the others have, by labels.
  private final class Others implements AutoCloseable {
    private final PriorityQueue<Head> heads =
        new PriorityQueue<>(Comparator.comparing(head -> head.series().labels()));
    private final List<Neighbour.Cursor> open = new ArrayList<>();
    private final Budget budget;

    Others(Selection selection, Budget budget) {
      this.budget = budget;
      List<Neighbour> asked =
          neighbours.stream().filter(one -> !unavailable.contains(one.name())).toList();
      for (Neighbour neighbour : asked) {
        open.add(neighbour.select(selection, visibility, left.get()));
      }
      try {
        for (int i = 0; i < asked.size(); i++) {
          advance(asked.get(i).name(), open.get(i));
        }
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    private void advance(String instance, Neighbour.Cursor cursor) {
      try {
        Optional<Series> next = cursor.next();
        if (next.isPresent()) {
          budget.series();
          budget.samples(next.get().size());
          heads.add(new Head(next.get(), instance, cursor));
        }
      } catch (Neighbour.Gone _) {
        unavailable.add(instance);
      }
    }

    /// Hands over what comes before a series.
    void before(Labels labels, SeriesVisitor into) {
      while (!heads.isEmpty() && heads.element().series().labels().compareTo(labels) < 0) {
        handOver(into);
      }
    }

    void rest(SeriesVisitor into) {
      while (!heads.isEmpty()) {
        handOver(into);
      }
    }

    private void handOver(SeriesVisitor into) {
      Head head = heads.remove();
      into.visit(head.series());
      advance(head.instance(), head.cursor());
    }

    @Override
    public void close() {
      open.forEach(Neighbour.Cursor::close);
    }
  }

  /// Makes one of series that have the same labels. It keeps the arrays of a series until the next
  /// one comes: both sources make new ones for each.
  private static final class Joined implements SeriesVisitor {
    private final SeriesVisitor into;
    private Optional<Series> last = Optional.empty();

    Joined(SeriesVisitor into) {
      this.into = into;
    }

    @Override
    public void visit(Series series) {
      if (last.isPresent() && last.get().labels().equals(series.labels())) {
        last = Optional.of(join(last.get(), series));
      } else {
        last.ifPresent(into::visit);
        last = Optional.of(series);
      }
    }

    void end() {
      last.ifPresent(into::visit);
    }

    /// The samples of both by time; of two at the same time the first one's.
    private static Series join(Series one, Series other) {
      var times = new long[one.size() + other.size()];
      var values = new double[times.length];
      int size = 0;
      int i = 0;
      int j = 0;
      while (i < one.size() || j < other.size()) {
        boolean first = j == other.size() || (i < one.size() && one.times()[i] <= other.times()[j]);
        Series from = first ? one : other;
        int at = first ? i++ : j++;
        if (size == 0 || times[size - 1] != from.times()[at]) {
          times[size] = from.times()[at];
          values[size++] = from.values()[at];
        }
      }
      return new Series(one.labels(), times, values, size);
    }
  }
}
