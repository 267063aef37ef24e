package io.aramaki.monitoring.domain.index;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.index.IndexedSeries.Place;
import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All series of the agents that this instance owns. May be used by any thread.
///
/// A series is a number; for each value of each label there is the list of the numbers that have
/// it. A selector takes the shortest of the lists that its equalities name and looks at the labels
/// of each series there.
public final class SeriesIndex {
  /// So many numbers of removed series are put up with until the lists are written anew.
  private static final int REMOVED_MAX = 100_000;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final QueryLabels queryLabels = new QueryLabels();
  private final Map<String, AgentSeries> agents = new HashMap<>();
  private final Map<String, Map<String, IdList>> byLabel = new HashMap<>();
  private List<@Nullable IndexedSeries> series = new ArrayList<>();
  private final BitSet removed = new BitSet();

  /// The series of one agent.
  private static final class AgentSeries {
    private final Map<SeriesKey, Integer> numbers = new HashMap<>();
    private final Set<String> sets = new HashSet<>();
  }

  /// Tells whether a series is known.
  public boolean has(String agent, SeriesKey key) {
    lock.readLock().lock();
    try {
      @Nullable AgentSeries own = agents.get(agent);
      return own != null && own.numbers.containsKey(key);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Adds a series; once more does nothing.
  public void add(String agent, SeriesKey key, String unit) {
    if (has(agent, key)) {
      return;
    }
    lock.writeLock().lock();
    try {
      number(of(agent), agent, key, unit);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Adds the series of a set, and remembers where in it each is.
  public void addSet(String agent, SeriesSet set) {
    lock.writeLock().lock();
    try {
      AgentSeries own = of(agent);
      if (!own.sets.add(set.id())) {
        return;
      }
      for (int i = 0; i < set.series().size(); i++) {
        SeriesName name = set.series().get(i);
        var key = SeriesKey.of(name.system(), name.metric(), name.labels(), agent);
        at(number(own, agent, key, name.unit())).add(new Place(set.id(), i));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private AgentSeries of(String agent) {
    return agents.computeIfAbsent(agent, _ -> new AgentSeries());
  }

  private int number(AgentSeries own, String agent, SeriesKey key, String unit) {
    @Nullable Integer known = own.numbers.get(key);
    if (known != null) {
      return known;
    }
    return insert(own, new IndexedSeries(agent, key, unit, queryLabels.of(key)));
  }

  private int insert(AgentSeries own, IndexedSeries one) {
    int number = series.size();
    series.add(one);
    own.numbers.put(one.key(), number);
    Labels labels = one.labels();
    for (int i = 0; i < labels.size(); i++) {
      byLabel
          .computeIfAbsent(labels.name(i), _ -> new HashMap<>())
          .computeIfAbsent(labels.value(i), _ -> new IdList())
          .add(number);
    }
    return number;
  }

  private IndexedSeries at(int number) {
    @Nullable IndexedSeries found = series.get(number);
    if (found == null) {
      throw new IllegalStateException("series " + number + " was removed");
    }
    return found;
  }

  /// Forgets an agent whose shard another instance owns now.
  public void remove(String agent) {
    lock.writeLock().lock();
    try {
      @Nullable AgentSeries own = agents.remove(agent);
      if (own != null) {
        for (int number : own.numbers.values()) {
          removed.set(number);
          series.set(number, null);
        }
        if (removed.cardinality() > REMOVED_MAX) {
          compact();
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Numbers what is left anew.
  private void compact() {
    List<@Nullable IndexedSeries> before = series;
    series = new ArrayList<>();
    byLabel.clear();
    removed.clear();
    agents.values().forEach(own -> own.numbers.clear());
    for (@Nullable IndexedSeries one : before) {
      if (one != null) {
        insert(of(one.agent()), one);
      }
    }
  }

  /// The series that all matchers match, ordered by labels.
  public List<IndexedSeries> select(Collection<Matcher> matchers) {
    var found = new ArrayList<IndexedSeries>();
    each(matchers, found::add);
    found.sort(Comparator.comparing(IndexedSeries::labels));
    return found;
  }

  /// Shows the series that all matchers match.
  public void each(Collection<Matcher> matchers, Consumer<IndexedSeries> into) {
    lock.readLock().lock();
    try {
      @Nullable IdList shortest = null;
      for (Matcher matcher : matchers) {
        if (matcher.op() == Matcher.Op.EQUAL && !matcher.value().isEmpty()) {
          @Nullable IdList list =
              byLabel.getOrDefault(matcher.name(), Map.of()).get(matcher.value());
          if (list == null) {
            return;
          }
          shortest = shortest == null || list.size() < shortest.size() ? list : shortest;
        }
      }
      int count = shortest == null ? series.size() : shortest.size();
      for (int i = 0; i < count; i++) {
        @Nullable IndexedSeries one = series.get(shortest == null ? i : shortest.get(i));
        if (one != null && matchers.stream().allMatch(m -> m.matches(one.labels()))) {
          into.accept(one);
        }
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /// The names of the labels of the series that all matchers match.
  public SortedSet<String> labelNames(Collection<Matcher> matchers) {
    var names = new TreeSet<String>();
    each(
        matchers,
        one -> {
          for (int i = 0; i < one.labels().size(); i++) {
            names.add(one.labels().name(i));
          }
        });
    return names;
  }

  /// The values of a label of the series that all matchers match.
  public SortedSet<String> labelValues(String name, Collection<Matcher> matchers) {
    var values = new TreeSet<String>();
    each(matchers, one -> values.add(one.labels().get(name)));
    values.remove("");
    return values;
  }

  /// How many series there are.
  public int size() {
    lock.readLock().lock();
    try {
      return series.size() - removed.cardinality();
    } finally {
      lock.readLock().unlock();
    }
  }
}
