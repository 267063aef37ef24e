package io.aramaki.monitoring.domain.index;

import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.index.IndexedSeries.Place;
import io.aramaki.monitoring.domain.index.limit.Admission;
import io.aramaki.monitoring.domain.index.limit.Quotas;
import io.aramaki.monitoring.domain.index.limit.SeriesLimits;
import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// All series of the agents that this instance owns, and the newest sample of each. May be used by
/// any thread.
///
/// The agents lie in [#PARTS] parts, each behind a lock of its own: whoever takes in a batch or
/// searches holds up at most one part, and never for longer than that part is large. A search sees
/// each part as it is when it gets there.
///
/// A series is a number in its part, with a row of symbols (`SeriesRows`); for each value of each
/// label there is the list of the numbers that have it (`IdList`). Objects are made of a series
/// only when it is found. ADR 0115 has what a series costs.
public final class SeriesIndex {
  private static final int PARTS = 64;

  private final Quotas quotas;
  private final List<IndexPart> parts;
  private final AtomicLong setsAdded = new AtomicLong();

  public SeriesIndex() {
    this(SeriesLimits.DEFAULT);
  }

  public SeriesIndex(SeriesLimits limits) {
    quotas = new Quotas(limits);
    parts = Stream.generate(() -> new IndexPart(quotas)).limit(PARTS).toList();
  }

  private IndexPart of(String agent) {
    int hash = agent.hashCode();
    return parts.get((hash ^ (hash >>> 16)) & (PARTS - 1));
  }

  /// Tells whether a series is known.
  public boolean has(String agent, SeriesKey key) {
    return of(agent).has(agent, key);
  }

  /// Takes the samples of a batch: notes new series, as many as there is room for, and the newest
  /// sample of each.
  public Admission arrived(String agent, List<SeriesBlock> blocks) {
    return counted(blocks, of(agent).admit(agent, blocks, true));
  }

  /// Takes the series of samples that may be older than what is known.
  public Admission admit(String agent, List<SeriesBlock> blocks) {
    return counted(blocks, of(agent).admit(agent, blocks, false));
  }

  /// The samples that are to be stored: those whose series are known, or are new and there is room.
  public List<SeriesBlock> kept(String agent, List<SeriesBlock> blocks) {
    return of(agent).admit(agent, blocks, false).blocks();
  }

  private Admission counted(List<SeriesBlock> blocks, Admission admission) {
    quotas.refused(blocks.size() - admission.blocks().size());
    return admission;
  }

  /// Adds the series of a set, and remembers where in it each is. They are stored, so no limit
  /// keeps them out.
  public void addSet(String agent, SeriesSet set) {
    if (of(agent).addSet(agent, set)) {
      setsAdded.incrementAndGet();
    }
  }

  /// How often a set was added that was not here: while it stays, so do the places of all series.
  public long setsAdded() {
    return setsAdded.get();
  }

  /// Where a series is now; nowhere if it is not known.
  public List<Place> places(String agent, SeriesKey key) {
    return of(agent).places(agent, key);
  }

  /// Forgets an agent whose shard another instance owns now.
  public void remove(String agent) {
    of(agent).remove(agent);
  }

  /// The series that all matchers match, ordered by labels.
  public List<IndexedSeries> select(Collection<Matcher> matchers) {
    return select(matchers, () -> {});
  }

  /// The series that all matchers match, ordered by labels.
  ///
  /// @param each is run for each of them before it is made, and may throw
  public List<IndexedSeries> select(Collection<Matcher> matchers, Runnable each) {
    var found = new ArrayList<IndexedSeries>();
    search(
        matchers,
        (shelf, series) -> {
          each.run();
          found.add(shelf.show(series));
        });
    found.sort(Comparator.comparing(IndexedSeries::labels));
    return found;
  }

  /// Shows the series that all matchers match, in no order.
  public void each(Collection<Matcher> matchers, Consumer<IndexedSeries> into) {
    search(matchers, (shelf, series) -> into.accept(shelf.show(series)));
  }

  /// Takes what a search finds.
  private interface Finder {
    void found(Shelf shelf, int series);
  }

  private void search(Collection<Matcher> matchers, Finder into) {
    var search = new Search(matchers);
    for (IndexPart part : parts) {
      part.read(shelf -> search.in(shelf, series -> into.found(shelf, series)));
    }
  }

  /// The names of the labels of the series that all matchers match.
  public SortedSet<String> labelNames(Collection<Matcher> matchers) {
    var names = new TreeSet<String>();
    var search = new Search(matchers);
    for (IndexPart part : parts) {
      part.read(shelf -> {
        var seen = new BitSet();
        search.in(shelf, series -> shelf.eachLabel(series, (name, _) -> seen.set(name)));
        seen.stream().forEach(name -> names.add(shelf.symbols().text(name)));
      });
    }
    return names;
  }

  /// The values of a label of the series that all matchers match.
  public SortedSet<String> labelValues(String name, Collection<Matcher> matchers) {
    var values = new TreeSet<String>();
    var search = new Search(matchers);
    for (IndexPart part : parts) {
      part.read(shelf -> {
        int symbol = shelf.symbols().find(name);
        if (symbol != Symbols.NONE) {
          var seen = new BitSet();
          search.in(shelf, series -> seen.set(shelf.valueOf(series, symbol)));
          seen.stream().forEach(value -> values.add(shelf.symbols().text(value)));
        }
      });
    }
    values.remove("");
    return values;
  }

  /// The newest samples of a system's series, the first ones by name. A series of which no sample
  /// came since this instance owns it has none.
  ///
  /// @param afterMetric after the series of this metric and these labels
  /// @param afterText the labels as [SeriesKey#text] writes them
  public List<Latest> latest(String system, String afterMetric, String afterText, int limit) {
    var latest = new LatestSeries(system, afterMetric, afterText, limit);
    String id = ResourceName.parse(system).id();
    search(
        List.of(Matcher.of("system", Matcher.Op.EQUAL, id, 0)),
        (shelf, series) -> latest.look(shelf, series));
    return latest.found();
  }

  /// Tells whether so many more series of a system may be known.
  public boolean hasRoom(String system, int series) {
    return quotas.hasRoom(system, series);
  }

  /// Tells whether series of a system were left out because there are as many as may be.
  public boolean isFull(String system) {
    return quotas.isFull(system);
  }

  /// How often a series of a batch was left out because there are as many as may be.
  public long refusedTotal() {
    return quotas.refusedTotal();
  }

  /// How many series there are.
  public int size() {
    var size = new AtomicInteger();
    parts.forEach(part -> part.read(shelf -> size.addAndGet(shelf.live())));
    return size.get();
  }
}
