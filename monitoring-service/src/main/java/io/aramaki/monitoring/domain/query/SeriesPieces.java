package io.aramaki.monitoring.domain.query;

import io.aramaki.kit.codec.chunk.ChunkPage;
import io.aramaki.kit.codec.chunk.Head;
import io.aramaki.kit.codec.chunk.Rollup;
import io.aramaki.kit.codec.chunk.RollupPage;
import io.aramaki.monitoring.domain.chunk.ChunkStore.StoredHeads;
import io.aramaki.monitoring.domain.index.IndexedSeries.Place;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.Spans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What there is of one series in a span of time: chunks, of which only the heads are read at
/// first, the samples that are in none, and what is left of samples that are gone.
final class SeriesPieces {
  private static final long HOUR_MS = 3_600_000;
  private static final int HOURS = 24;

  /// Samples count as gone so long before they are: what is found is still there when it is read.
  private static final long GONE_BEFORE_MS = 300_000;

  private final List<Piece> chunks;
  private final List<RolledWindow> rolled;
  private final Samples open;
  private final long firstHour;
  private final long lastHour;

  /// A chunk.
  record Piece(ChunkCache.Day day, StoredHeads heads, int number, Head head) {}

  private SeriesPieces(
      List<Piece> chunks, List<RolledWindow> rolled, Samples open, long firstHour, long lastHour) {
    this.chunks = chunks;
    this.rolled = rolled;
    this.open = open;
    this.firstHour = firstHour;
    this.lastHour = lastHour;
  }

  /// Finds them.
  ///
  /// @param places where the series is
  /// @param fromMs samples at or after this time
  /// @param toMs samples at or before this time
  /// @param open the samples that are in no chunk, in this span
  /// @param nowMs the time, from which follows what is gone
  static SeriesPieces of(
      ChunkCache cache,
      String agent,
      List<Place> places,
      long fromMs,
      long toMs,
      Samples open,
      long nowMs) {
    long first = Math.floorDiv(fromMs, HOUR_MS) - 1;
    long last = Math.floorDiv(toMs, HOUR_MS) + 1;
    var chunks = new ArrayList<Piece>();
    var rolled = new ArrayList<RolledWindow>();
    for (Place place : places) {
      for (long day = Math.floorDiv(first, HOURS); day <= Math.floorDiv(last, HOURS); day++) {
        ChunkCache.Day pages = cache.day(agent, place.set(), day);
        for (StoredHeads heads : pages.heads()) {
          @Nullable Head head = heads.heads().head(place.number());
          if (head != null && head.lastMs() >= fromMs && head.firstMs() <= toMs) {
            var piece = new Piece(pages, heads, place.number(), head);
            if (heads.samplesMs() - GONE_BEFORE_MS > nowMs) {
              chunks.add(piece);
            } else if (head.values() > 0) {
              roll(piece, fromMs, toMs, heads.rollupMs() - GONE_BEFORE_MS > nowMs, rolled);
            }
          }
        }
      }
    }
    chunks.sort(Comparator.comparingLong(piece -> piece.head().firstMs()));
    return new SeriesPieces(chunks, RolledWindow.apart(rolled), open, first, last);
  }

  /// Adds what is left of a chunk in a span: its windows of five minutes, or its head.
  private static void roll(
      Piece piece, long fromMs, long toMs, boolean hasWindows, List<RolledWindow> into) {
    @Nullable RollupPage page = hasWindows ? piece.day().rollup(piece.heads()) : null;
    @Nullable Rollup rollup = page == null ? null : page.rollup(piece.number());
    if (rollup == null) {
      into.add(RolledWindow.of(piece.head()));
      return;
    }
    for (int i = 0; i < rollup.size(); i++) {
      if (rollup.lastMs(i) >= fromMs && rollup.firstMs(i) <= toMs) {
        into.add(RolledWindow.of(rollup, i));
      }
    }
  }

  /// The chunks, ordered by their first time.
  List<Piece> chunks() {
    return chunks;
  }

  /// What is left of samples that are gone, by time; nothing overlaps.
  List<RolledWindow> rolled() {
    return rolled;
  }

  /// The samples that are in no chunk.
  Samples open() {
    return open;
  }

  /// At most how many samples there are; what is left of many counts as one.
  long size() {
    long size = (long) open.size() + rolled.size();
    for (Piece chunk : chunks) {
      size += chunk.head().points();
    }
    return size;
  }

  /// Tells whether no sample can be there twice.
  boolean areApart() {
    long end = Long.MIN_VALUE;
    for (Piece chunk : chunks) {
      if (chunk.head().firstMs() <= end) {
        return false;
      }
      end = chunk.head().lastMs();
    }
    return open.size() == 0 || open.time(0) > end;
  }

  /// All samples of a span, ascending, and one for each window that is left of those that are gone:
  /// its last, or what a function over time makes of it.
  ///
  /// @param function the function that will read them, empty if none
  Samples samples(long fromMs, long toMs, String function) {
    if (rolled.isEmpty()) {
      return samples(fromMs, toMs);
    }
    var all = new Samples("");
    for (RolledWindow window : rolled) {
      if (window.lastMs() >= fromMs && window.lastMs() <= toMs) {
        all.add(window.lastMs(), window.value(function));
      }
    }
    Samples there = samples(fromMs, toMs);
    all.add(there.times(), there.values(), 0, there.size());
    all.seal();
    return all;
  }

  /// All samples of a span that are there, ascending.
  Samples samples(long fromMs, long toMs) {
    var all = new Samples("");
    for (Piece chunk : chunks) {
      add(chunk, fromMs, toMs, all);
    }
    int from = Spans.place(open.times(), open.size(), fromMs);
    int to = Spans.place(open.times(), open.size(), toMs + 1);
    all.add(open.times(), open.values(), from, to);
    all.seal();
    return all;
  }

  /// Adds the samples of a chunk that lie in a span.
  void add(Piece chunk, long fromMs, long toMs, Samples into) {
    @Nullable ChunkPage page = chunk.day().page(chunk.heads().key(), firstHour, lastHour);
    if (page == null) {
      throw new ChunkGone();
    }
    var reader = page.reader();
    int points = reader.read(chunk.number());
    int from = Spans.place(reader.times(), points, fromMs);
    int to = Spans.place(reader.times(), points, toMs + 1);
    into.add(reader.times(), reader.values(), from, to);
  }

  /// A chunk was built anew while it was read: its samples are in another one.
  static final class ChunkGone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
