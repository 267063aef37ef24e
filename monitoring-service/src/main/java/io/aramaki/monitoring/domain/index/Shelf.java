package io.aramaki.monitoring.domain.index;

import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.index.IndexedSeries.Place;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.WriterName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Series, found by their name and by the values of their labels. Used under the lock of its part.
///
/// Queries see the labels that the sender gave, the metric as `__name__`, and `system` and `agent`
/// by their ids, which are unique in the organisation.
final class Shelf {
  static final int NONE = -1;

  private static final int FIRST_SLOTS = 32;

  /// Tells the marks of this shelf from those of others.
  private final Object marked = new Object();

  private final Symbols symbols = new Symbols();
  private final SeriesRows rows = new SeriesRows();
  private final Map<Integer, LabelValues> labels = new HashMap<>();
  private final Map<String, AgentSeries> agents = new HashMap<>();
  private final List<Owner> owners = new ArrayList<>();
  private final int nameLabel = symbols.of(Labels.NAME);
  private final int systemLabel = symbols.of("system");
  private final int agentLabel = symbols.of(SeriesKey.AGENT);
  private int[] slots = new int[FIRST_SLOTS];
  private int removed;

  /// An agent and a system for which it reports.
  ///
  /// @param agentId the symbol that queries see; [#NONE] if they see none
  /// @param systemId the symbol that queries see
  record Owner(String agent, String system, int agentId, int systemId) {}

  /// The series of one agent.
  private static final class AgentSeries {
    private final IdList numbers = new IdList();
    private final Map<String, Integer> owners = new HashMap<>();
  }

  Symbols symbols() {
    return symbols;
  }

  SeriesRows rows() {
    return rows;
  }

  /// The values of a label; null if no series has it.
  @Nullable LabelValues valuesOf(String label) {
    return labels.get(symbols.find(label));
  }

  /// How many series there are.
  int live() {
    return rows.size() - removed;
  }

  /// How many were removed and still take their place.
  int removed() {
    return removed;
  }

  int live(String agent) {
    @Nullable AgentSeries own = agents.get(agent);
    return own == null ? 0 : own.numbers.size();
  }

  /// The number of a series; [#NONE] if it is not known. A name that was found once is marked, so
  /// that the names of a dictionary are looked up once.
  int find(String agent, SeriesKey key) {
    SeriesKey.Mark mark = key.mark();
    if (mark.where().equals(marked)
        && !rows.isRemoved(mark.number())
        && owner(mark.number()).agent().equals(agent)) {
      return mark.number();
    }
    int series = look(agent, key);
    if (series != NONE) {
      key.mark(marked, series);
    }
    return series;
  }

  private int look(String agent, SeriesKey key) {
    int hash = hash(agent, key);
    int slot = hash & (slots.length - 1);
    while (slots[slot] != 0) {
      int series = slots[slot] - 1;
      if (rows.hash(series) == hash && !rows.isRemoved(series) && is(series, agent, key)) {
        return series;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return NONE;
  }

  private static int hash(String agent, SeriesKey key) {
    return key.saltedHash() ^ (agent.hashCode() * 31);
  }

  private boolean is(int series, String agent, SeriesKey key) {
    Owner owner = owners.get(rows.owner(series));
    if (!owner.agent().equals(agent)
        || !owner.system().equals(key.system())
        || !symbols.text(rows.metric(series)).equals(key.metric())) {
      return false;
    }
    int at = 0;
    int count = rows.labels(series);
    for (Map.Entry<String, String> label : key.labels().entrySet()) {
      if (owner.agentId() == NONE || !label.getKey().equals(SeriesKey.AGENT)) {
        if (at == count
            || !symbols.text(rows.name(series, at)).equals(label.getKey())
            || !symbols.text(rows.value(series, at)).equals(label.getValue())) {
          return false;
        }
        at++;
      }
    }
    return at == count;
  }

  /// Adds a series that is not here.
  int insert(String agent, SeriesKey key, String unit) {
    AgentSeries own = agents.computeIfAbsent(agent, _ -> new AgentSeries());
    int owner = own.owners.computeIfAbsent(key.system(), system -> owner(agent, system));
    Owner known = owners.get(owner);
    var pairs = new int[key.labels().size() * 2 - (known.agentId() == NONE ? 0 : 2)];
    int at = 0;
    for (Map.Entry<String, String> label : key.labels().entrySet()) {
      if (known.agentId() == NONE || !label.getKey().equals(SeriesKey.AGENT)) {
        pairs[at++] = symbols.of(label.getKey());
        pairs[at++] = symbols.of(label.getValue());
      }
    }
    int metric = symbols.of(key.metric());
    int series = rows.add(hash(agent, key), owner, metric, symbols.of(unit), pairs);
    own.numbers.add(series);
    eachLabel(series, (name, value) -> valuesFor(name).add(value, series));
    slot(series);
    return series;
  }

  private int owner(String agent, String system) {
    int agentId = WriterName.is(agent) ? NONE : symbols.of(ResourceName.parse(agent).id());
    owners.add(new Owner(agent, system, agentId, symbols.of(ResourceName.parse(system).id())));
    return owners.size() - 1;
  }

  private LabelValues valuesFor(int name) {
    return labels.computeIfAbsent(name, _ -> new LabelValues());
  }

  private void slot(int series) {
    if (rows.size() * 3L > slots.length * 2L) {
      slots = new int[slots.length * 2];
      for (int i = 0; i < series; i++) {
        put(i);
      }
    }
    put(series);
  }

  private void put(int series) {
    int slot = rows.hash(series) & (slots.length - 1);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = series + 1;
  }

  /// Takes a name and a value of a label, by their symbols.
  interface LabelVisitor {
    void visit(int name, int value);
  }

  /// Shows the labels of a series as queries see them, in no order.
  void eachLabel(int series, LabelVisitor into) {
    Owner owner = owners.get(rows.owner(series));
    into.visit(nameLabel, rows.metric(series));
    into.visit(systemLabel, owner.systemId());
    if (owner.agentId() != NONE) {
      into.visit(agentLabel, owner.agentId());
    }
    for (int i = 0; i < rows.labels(series); i++) {
      if (rows.name(series, i) != nameLabel && rows.value(series, i) != Symbols.EMPTY) {
        into.visit(rows.name(series, i), rows.value(series, i));
      }
    }
  }

  /// The value of a label of a series as queries see it; [Symbols#EMPTY] if it has none.
  ///
  /// @param name the symbol of the label
  int valueOf(int series, int name) {
    if (name == nameLabel) {
      return rows.metric(series);
    }
    Owner owner = owners.get(rows.owner(series));
    if (name == systemLabel) {
      return owner.systemId();
    }
    if (name == agentLabel && owner.agentId() != NONE) {
      return owner.agentId();
    }
    for (int i = 0; i < rows.labels(series); i++) {
      if (rows.name(series, i) == name) {
        return rows.value(series, i);
      }
    }
    return Symbols.EMPTY;
  }

  /// The owner of a series.
  Owner owner(int series) {
    return owners.get(rows.owner(series));
  }

  /// The name of a series.
  SeriesKey key(int series) {
    return named(series).get();
  }

  /// What makes the name of a series when it is needed.
  private Supplier<SeriesKey> named(int series) {
    Owner owner = owner(series);
    String metric = symbols.text(rows.metric(series));
    var pairs = new String[rows.labels(series) * 2];
    for (int i = 0; i < pairs.length; i += 2) {
      pairs[i] = symbols.text(rows.name(series, i / 2));
      pairs[i + 1] = symbols.text(rows.value(series, i / 2));
    }
    return () -> {
      var own = new TreeMap<String, String>();
      for (int i = 0; i < pairs.length; i += 2) {
        own.put(pairs[i], pairs[i + 1]);
      }
      return SeriesKey.of(owner.system(), metric, own, owner.agent());
    };
  }

  /// A series as a query needs it.
  IndexedSeries show(int series) {
    var seen = new ArrayList<String>();
    eachLabel(
        series,
        (name, value) -> {
          seen.add(symbols.text(name));
          seen.add(symbols.text(value));
        });
    return new IndexedSeries(
        owner(series).agent(),
        named(series),
        symbols.text(rows.unit(series)),
        Labels.ofDistinct(seen.toArray(String[]::new)),
        places(series));
  }

  /// The sets that have a series.
  List<Place> places(int series) {
    var places = new ArrayList<Place>();
    for (int at = rows.firstPlace(series); at != 0; at = rows.nextPlace(at)) {
      places.add(new Place(symbols.text(rows.setAt(at)), rows.numberAt(at)));
    }
    return places;
  }

  /// Shows the series of an agent.
  void each(String agent, IntConsumer into) {
    @Nullable AgentSeries own = agents.get(agent);
    if (own != null) {
      own.numbers.each(into);
    }
  }

  /// Forgets an agent; its series keep their numbers until all are numbered anew.
  void remove(String agent) {
    each(agent, rows::remove);
    @Nullable AgentSeries own = agents.remove(agent);
    removed += own == null ? 0 : own.numbers.size();
  }
}
