package io.aramaki.monitoring.grpc.content;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.monitoring.domain.observation.Dictionaries;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.series.DictionaryStore;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import io.aramaki.monitoring.domain.series.WriterName;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Dictionaries from the journal. Those used last are remembered, as many as have so many series
/// together: [#SERIES_MAX], or fewer in a small heap.
public final class JournalDictionaries implements Dictionaries {
  /// The most series remembered.
  static final int SERIES_MAX = 400_000;

  /// About what a series takes: its name with its map of labels.
  private static final int SERIES_BYTES = 500;

  /// Names that take more bytes a series, as unused texts may, are not remembered for comparison.
  private static final int NAME_BYTES_MAX = 500;

  /// The part of the heap for them.
  private static final int HEAP_SHARE = 8;

  /// A program that names fewer than this part of what it named last names only some.
  private static final int FEWER_PART = 2;

  private static final Logger log = LoggerFactory.getLogger(JournalDictionaries.class);

  private final Journal journal;
  private final DictionaryStore store;
  private final int seriesMax;
  private final LinkedHashMap<Place, NamedSeries> remembered = new LinkedHashMap<>(16, 0.75f, true);
  private final LinkedHashMap<String, Last> last = new LinkedHashMap<>(16, 0.75f, true);
  private int series;
  private int lastSeries;

  /// @param store what has left the journal
  public JournalDictionaries(Journal journal, DictionaryStore store) {
    this.journal = journal;
    this.store = store;
    long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE / SERIES_BYTES;
    this.seriesMax = (int) Math.min(SERIES_MAX, share);
  }

  /// Where a batch lies in the journal.
  private record Place(String agent, long hour, BatchKey batch) {}

  /// What an agent named last.
  ///
  /// @param bytes as it wrote the names
  /// @param byKey the same series, to be found if they are named otherwise next time
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Last(byte[] bytes, NamedSeries named, Map<SeriesKey, NamedSeries.Entry> byKey) {
    int series() {
      return named.series().size();
    }
  }

  @Override
  public Optional<Set<String>> systems(String agent, long hour, BatchKey batch) {
    return find(agent, hour, batch).map(NamedSeries::systems);
  }

  /// The series that a batch names itself.
  ///
  /// @return empty if it is not in the journal, or cannot name any
  Optional<NamedSeries> find(String agent, long hour, BatchKey batch) {
    var place = new Place(agent, hour, batch);
    synchronized (remembered) {
      var known = remembered.get(place);
      if (known != null) {
        return Optional.of(known);
      }
    }
    var read =
        journal.find(agent, hour, batch).flatMap(this::read).or(() -> kept(agent, hour, batch));
    read.ifPresent(found -> remember(place, found));
    return read;
  }

  private Optional<NamedSeries> kept(String agent, long hour, BatchKey batch) {
    return store
        .find(agent, hour, batch)
        .map(set -> NamedSeries.of(set.series(), agent, byKey(last(agent))));
  }

  @Override
  public List<SeriesBlock> named(JournalRow row) {
    if (row.isRefused()) {
      return List.of();
    }
    if (row.head().format() != BatchContent.FORMAT) {
      return namedAtEach(row);
    }
    return read(row).map(JournalDictionaries::blocks).orElse(List.of());
  }

  @Override
  public List<SeriesBlock> named(String agent, long hour, BatchKey batch) {
    return journal
        .find(agent, hour, batch)
        .map(this::named)
        .or(() -> kept(agent, hour, batch).map(JournalDictionaries::blocks))
        .orElse(List.of());
  }

  private static List<SeriesBlock> blocks(NamedSeries named) {
    return named.series().stream()
        .filter(entry -> entry.wrong().isEmpty())
        .map(entry -> empty(entry.key(), entry.unit()))
        .toList();
  }

  /// In format 1 each block of samples has its name.
  private static List<SeriesBlock> namedAtEach(JournalRow row) {
    try {
      return Contents.ofFormat1(row).series().stream()
          .map(block -> empty(block.key(), block.unit()))
          .toList();
    } catch (InvalidProtocolBufferException e) {
      return unreadable(row, e, List.of());
    }
  }

  private static SeriesBlock empty(SeriesKey key, String unit) {
    return new SeriesBlock(key, unit, new long[0], new double[0]);
  }

  private static <T> T unreadable(JournalRow row, Exception error, T instead) {
    log.atError()
        .addKeyValue("agent", row.agent())
        .addKeyValue("batch", row.head().key())
        .addKeyValue("error", error.getMessage())
        .log("a batch in the journal that should name series cannot be read");
    return instead;
  }

  @Override
  public void keep(
      String agent, long hour, BatchKey batch, SeriesSet names, Instant now, Instant until) {
    store.keep(agent, hour, batch, names, now, until);
  }

  /// The series that a batch names. An agent names the same ones hour after hour, so those that it
  /// named last are remembered: what was found out of them need not be found out again. A program
  /// names some of its series in one row and more in the next, so the same objects are made of
  /// those that are known.
  NamedSeries named(String agent, BatchContent content) {
    if (content.own().isEmpty()) {
      return NamedSeries.NONE;
    }
    byte[] bytes = content.names();
    @Nullable Last before = last(agent);
    if (before != null && Arrays.equals(before.bytes(), bytes)) {
      return before.named();
    }
    var named = NamedSeries.of(content.own(), agent, byKey(before));
    boolean isLong = bytes.length > (long) NAME_BYTES_MAX * named.series().size();
    boolean isPart =
        before != null
            && WriterName.is(agent)
            && named.series().size() < before.series() / FEWER_PART;
    if (!isLong && !isPart) {
      remember(agent, new Last(bytes, named, WriterName.is(agent) ? named.byKey() : Map.of()));
    }
    return named;
  }

  private @Nullable Last last(String agent) {
    synchronized (last) {
      return last.get(agent);
    }
  }

  private static Map<SeriesKey, NamedSeries.Entry> byKey(@Nullable Last before) {
    return before == null ? Map.of() : before.byKey();
  }

  private void remember(String agent, Last its) {
    synchronized (last) {
      @Nullable Last before = last.put(agent, its);
      lastSeries += its.series() - (before == null ? 0 : before.series());
      var oldest = last.values().iterator();
      while (lastSeries > seriesMax && last.size() > 1) {
        lastSeries -= oldest.next().series();
        oldest.remove();
      }
    }
  }

  private Optional<NamedSeries> read(JournalRow row) {
    if (row.isRefused() || row.head().format() != BatchContent.FORMAT) {
      return Optional.empty();
    }
    try {
      return Optional.of(named(row.agent(), Contents.open(row)));
    } catch (Malformed e) {
      return unreadable(row, e, Optional.empty());
    }
  }

  private void remember(Place place, NamedSeries found) {
    synchronized (remembered) {
      if (remembered.putIfAbsent(place, found) == null) {
        series += found.weight();
      }
      var oldest = remembered.entrySet().iterator();
      while (series > seriesMax && remembered.size() > 1) {
        series -= oldest.next().getValue().weight();
        oldest.remove();
      }
    }
  }
}
