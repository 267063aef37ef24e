package io.aramaki.monitoring.domain.query;

import io.aramaki.monitoring.domain.MonitoringException.NotReady;
import io.aramaki.monitoring.domain.index.IndexedSeries;
import io.aramaki.monitoring.domain.index.IndexedSeries.Place;
import io.aramaki.monitoring.domain.index.SeriesIndex;
import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Selection;
import io.aramaki.monitoring.domain.promql.select.SeriesSource;
import io.aramaki.monitoring.domain.promql.select.Windows;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.query.SeriesPieces.ChunkGone;
import io.aramaki.monitoring.domain.query.SeriesPieces.Piece;
import io.aramaki.monitoring.domain.query.open.OpenSamples;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// The series of this instance, as queries read them: found in the index, read from chunks and from
/// hours that are in none.
///
/// Where samples are gone by their retention, what is left of them is read: windows of five
/// minutes, where these are gone, too, hours.
///
/// The hours that are open are read before it is looked up in which sets a series is, and before
/// the chunks: what leaves the journal meanwhile is in chunks then, and their set is known.
public final class StoredSeries implements SeriesSource {
  /// So many series are read at the same time: Cassandra is waited for, not computed with.
  private static final int AT_ONCE = 32;

  /// How often a series is read anew if its chunks were built meanwhile.
  private static final int TRIES = 10;

  private final SeriesIndex index;
  private final ChunkCache chunks;
  private final OpenSamples open;
  private final IndexUpkeep upkeep;
  private final InstantSource clock;
  private final Visibility visibility;

  /// @param clock says which samples are gone
  public StoredSeries(
      SeriesIndex index,
      ChunkCache chunks,
      OpenSamples open,
      IndexUpkeep upkeep,
      InstantSource clock) {
    this(index, chunks, open, upkeep, clock, Visibility.ALL);
  }

  private StoredSeries(
      SeriesIndex index,
      ChunkCache chunks,
      OpenSamples open,
      IndexUpkeep upkeep,
      InstantSource clock,
      Visibility visibility) {
    this.index = index;
    this.chunks = chunks;
    this.open = open;
    this.upkeep = upkeep;
    this.clock = clock;
    this.visibility = visibility;
  }

  /// The same series, but only those that somebody may see.
  public StoredSeries seenBy(Visibility whose) {
    return new StoredSeries(index, chunks, open, upkeep, clock, whose);
  }

  @Override
  public void select(Selection selection, Budget budget, SeriesVisitor into) {
    long sets = index.setsAdded();
    each(
        find(selection, budget),
        budget,
        series -> {
          SeriesPieces pieces = pieces(series, sets, selection.start(), selection.end());
          return pieces.samples(selection.start(), selection.end(), selection.hints().overTime());
        },
        (series, samples) -> {
          budget.samples(samples.size());
          if (samples.size() > 0) {
            into.visit(
                new Series(series.labels(), samples.times(), samples.values(), samples.size()));
          }
        });
  }

  @Override
  public boolean overTime(Selection selection, Windows windows, Budget budget, WindowVisitor into) {
    long sets = index.setsAdded();
    List<IndexedSeries> found = find(selection, budget);
    if (haveTwins(found)) {
      return false;
    }
    var function = WindowFold.Function.of(selection.hints().function());
    each(
        found,
        budget,
        series -> {
          SeriesPieces pieces =
              pieces(series, sets, windows.start(0), windows.end(windows.count() - 1));
          return new Folded(pieces.size(), fold(pieces, windows, function));
        },
        (series, folded) -> {
          budget.samples(folded.samples());
          if (folded.samples() > 0) {
            into.visit(series.labels(), folded.values());
          }
        });
    return true;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Folded(long samples, double[] values) {}

  private static double[] fold(SeriesPieces pieces, Windows windows, WindowFold.Function function) {
    boolean apart = pieces.areApart();
    Samples all =
        apart ? pieces.open() : pieces.samples(windows.start(0), windows.end(windows.count() - 1));
    var values = new double[windows.count()];
    var fold = new WindowFold();
    Map<Piece, Samples> decoded = new HashMap<>();
    int rolled = 0;
    for (int i = 0; i < values.length; i++) {
      long start = windows.start(i);
      long end = windows.end(i);
      fold.clear();
      rolled = addRolled(pieces.rolled(), rolled, start, end, fold);
      for (Piece piece : apart ? pieces.chunks() : List.<Piece>of()) {
        if (piece.head().firstMs() >= start && piece.head().lastMs() <= end) {
          fold.add(piece.head());
        } else if (piece.head().firstMs() <= end && piece.head().lastMs() >= start) {
          fold.add(decoded.computeIfAbsent(piece, one -> decode(pieces, one)), start, end);
        }
      }
      fold.add(all, start, end);
      values[i] = fold.value(function);
    }
    return values;
  }

  /// Adds what is left of samples that are gone.
  ///
  /// @param from the first that may lie in the window
  /// @return the first that may lie in the next window, which begins later
  private static int addRolled(
      List<RolledWindow> rolled, int from, long start, long end, WindowFold fold) {
    int first = from;
    while (first < rolled.size() && rolled.get(first).lastMs() < start) {
      first++;
    }
    for (int i = first; i < rolled.size() && rolled.get(i).firstMs() <= end; i++) {
      fold.add(rolled.get(i), start, end);
    }
    return first;
  }

  private static Samples decode(SeriesPieces pieces, Piece piece) {
    var samples = new Samples("");
    pieces.add(piece, Long.MIN_VALUE, Long.MAX_VALUE - 1, samples);
    return samples;
  }

  private List<IndexedSeries> find(Selection selection, Budget budget) {
    if (visibility.all()) {
      return index.select(selection.matchers(), budget::series);
    }
    List<IndexedSeries> found = index.select(selection.matchers(), () -> budget.work(1));
    found.removeIf(series -> !visibility.shows(series.key().system()));
    found.forEach(_ -> budget.series());
    return found;
  }

  /// Tells whether two of the series have the same labels, as one has that several instances took
  /// from programs.
  private static boolean haveTwins(List<IndexedSeries> found) {
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i).labels().equals(found.get(i - 1).labels())) {
        return true;
      }
    }
    return false;
  }

  /// Takes what was read of a series.
  private interface Taker<T> {
    void take(IndexedSeries series, T read);
  }

  /// Reads series, some at the same time, and hands them over in their order.
  private <T> void each(
      List<IndexedSeries> found, Budget budget, Function<IndexedSeries, T> read, Taker<T> taker) {
    refresh(found);
    for (int from = 0; from < found.size(); from += AT_ONCE) {
      List<IndexedSeries> some = found.subList(from, Math.min(found.size(), from + AT_ONCE));
      List<T> answers = together(some, series -> again(series, read));
      for (int i = 0; i < some.size(); i++) {
        taker.take(some.get(i), answers.get(i));
      }
      budget.look();
    }
  }

  /// Brings what is in no chunk up to date.
  private void refresh(List<IndexedSeries> found) {
    Map<String, List<SeriesKey>> asked = new HashMap<>();
    for (IndexedSeries series : found) {
      asked.computeIfAbsent(series.agent(), _ -> new ArrayList<>()).add(series.key());
    }
    var tasks = new ArrayList<Map.Entry<String, Long>>();
    for (String agent : asked.keySet()) {
      upkeep.openHours(agent).forEach(hour -> tasks.add(Map.entry(agent, hour)));
    }
    for (int from = 0; from < tasks.size(); from += AT_ONCE) {
      together(
          tasks.subList(from, Math.min(tasks.size(), from + AT_ONCE)),
          task -> {
            String agent = task.getKey();
            upkeep.refresh(agent, task.getValue(), asked.getOrDefault(agent, List.of()));
            return task;
          });
    }
  }

  /// @param sets how many had been added before the series were found
  private SeriesPieces pieces(IndexedSeries series, long sets, long fromMs, long toMs) {
    var samples = new Samples(series.unit());
    for (long hour : upkeep.openHours(series.agent())) {
      open.read(series.agent(), hour, series.key(), fromMs, toMs, samples);
    }
    samples.seal();
    List<Place> places = index.setsAdded() == sets ? series.places() : placesNow(series);
    return SeriesPieces.of(chunks, series.agent(), places, fromMs, toMs, samples, clock.millis());
  }

  /// Where it was found and where it is now: what is known of a shard that goes is forgotten.
  private List<Place> placesNow(IndexedSeries series) {
    var places = new LinkedHashSet<>(series.places());
    places.addAll(index.places(series.agent(), series.key()));
    return List.copyOf(places);
  }

  private static <S, T> List<T> together(List<S> all, Function<S, T> task) {
    if (all.size() == 1) {
      return List.of(task.apply(all.getFirst()));
    }
    var answers = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = all.stream().map(one -> threads.submit(() -> task.apply(one))).toList();
      for (Future<T> each : running) {
        answers.add(each.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw QueryException.canceled();
    }
  }

  private <T> T again(IndexedSeries series, Function<IndexedSeries, T> read) {
    for (int attempt = 1; ; attempt++) {
      try {
        long builds = upkeep.builds(series.agent());
        T answer = read.apply(series);
        if (upkeep.builds(series.agent()) == builds) {
          return answer;
        }
        // Chunks may have gone into others that it had looked for before.
        throw new ChunkGone();
      } catch (ChunkGone _) {
        chunks.forget(series.agent());
        if (attempt == TRIES) {
          throw new NotReady(
              "chunks of %s were built %d times while they were read; try again"
                  .formatted(series.agent(), TRIES));
        }
      }
    }
  }
}
