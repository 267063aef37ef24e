package io.aramaki.monitoring.domain.write;

import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.monitoring.domain.MonitoringException.InvalidContent;
import io.aramaki.monitoring.domain.MonitoringException.WritesFull;
import io.aramaki.monitoring.domain.hours.HourRegister;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sample.Reporters;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.series.WriterName;
import io.aramaki.monitoring.domain.write.Write.Asked;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Takes the samples that programs write: checks them, writes a row of the journal, returns when it
/// is durable. There is no sequence to watch: a program that got no answer sends the same again,
/// and the same sample twice is one.
public final class Writes {
  /// The longest content.
  public static final int CONTENT_BYTES_MAX = 1 << 20;

  /// What all writes in flight may hold together, packed and as samples.
  static final int IN_FLIGHT_KIB_MAX = 64 << 10;

  /// How many contents are unpacked at a time.
  private static final int UNPACKED_MAX = 8;

  /// The hours of systems of which it is remembered what their rows name.
  private static final int PLACES_MAX = 10_000;

  /// How many names all rows together may be remembered to have, in bytes of heap for each. They
  /// are mostly those of [ToldSeries], which may have forgotten them.
  private static final int ROW_NAME_HEAP_BYTES = 8_000;

  private static final int ROW_NAMES_MAX = 400_000;

  /// The systems of which it is remembered that they are noted.
  private static final int NOTED_MAX = 10_000;

  private static final int KIB = 1 << 10;
  private static final int SAMPLES_PER_KIB = 64;

  private final Journal journal;
  private final Reporters reporters;
  private final HourRegister hours;
  private final HeadWriter heads;
  private final String instance;
  private final long boot;
  private final InstantSource clock;
  private final SeriesGate gate;
  private final AtomicLong seq = new AtomicLong();
  private final Semaphore room = new Semaphore(IN_FLIGHT_KIB_MAX);
  private final Semaphore unpacked = new Semaphore(UNPACKED_MAX);
  private final Map<String, Open> lines = new LinkedHashMap<>();
  private final ToldSeries told;
  private final Map<Place, Kept> rows = new LinkedHashMap<>(16, 0.75f, true);
  private long rowNames;
  private final Map<String, Boolean> noted =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > NOTED_MAX;
        }
      };
  private final AtomicLong samplesTotal = new AtomicLong();
  private final AtomicLong fullTotal = new AtomicLong();

  /// @param instance the name of this instance
  /// @param boot 64 random bits, drawn at this start of the process, so that no row of an earlier
  ///   one is written over
  /// @param gate says which series there is room for
  /// @param nanoTime a clock that only moves forward
  public Writes(
      Journal journal,
      Reporters reporters,
      HourRegister hours,
      HeadWriter heads,
      String instance,
      long boot,
      InstantSource clock,
      SeriesGate gate,
      LongSupplier nanoTime) {
    this.journal = journal;
    this.reporters = reporters;
    this.hours = hours;
    this.heads = heads;
    this.instance = instance;
    this.boot = boot;
    this.clock = clock;
    this.gate = gate;
    this.told = new ToldSeries(nanoTime, ToldSeries.most());
  }

  private record Place(String system, long hour) {}

  /// What is known of a system's rows of an hour, and how many names that is.
  private record Kept(Rows rows, int names) {}

  /// A line and how many are in it.
  private record Open(Line line, int users) {}

  /// Returns when samples that name their series are durable.
  ///
  /// @param content of format 2
  /// @param samples how many samples it has
  /// @param series how many series it names
  public Taken write(String system, byte[] content, long samples, long series) {
    return write(system, content, samples, series, 0, List.of());
  }

  /// Returns when the samples are durable.
  ///
  /// @param system the system to which all belong
  /// @param content of format 2
  /// @param samples how many samples it has
  /// @param series how many series it names
  /// @param inherited how many places of its dictionary it may use; 0 without one
  /// @param places where in its dictionary those are that it names, -1 for nowhere; empty without
  /// @return what was left out because there is no room for more series, and what is kept of names
  /// @throws io.aramaki.monitoring.domain.MonitoringException if they cannot be taken
  public Taken write(
      String system,
      byte[] content,
      long samples,
      long series,
      long inherited,
      List<Integer> places) {
    if (content.length > CONTENT_BYTES_MAX || samples > BatchContent.SAMPLES_MAX) {
      throw new InvalidContent(
          "content has %d bytes and %d samples, at most %d and %d are taken"
              .formatted(content.length, samples, CONTENT_BYTES_MAX, BatchContent.SAMPLES_MAX));
    }
    int kib = 1 + content.length / KIB + (int) (samples / SAMPLES_PER_KIB);
    if (!room.tryAcquire(kib)) {
      fullTotal.incrementAndGet();
      throw new WritesFull(IN_FLIGHT_KIB_MAX);
    }
    try {
      Write write = checked(system, new Asked(content, samples, series, inherited, places));
      int refused = 0;
      String why = "";
      if (!gate.hasRoom(system, write.series())) {
        SeriesGate.Verdict verdict = gate.judge(WriterName.of(system, instance), write.names());
        if (!verdict.refused().isEmpty()) {
          write = write.without(verdict.refused());
          refused = (int) samples - write.samples();
          why = verdict.why();
        }
      }
      if (write.samples() > 0) {
        write(system, write);
      }
      return new Taken(refused, why, write.namesKept());
    } finally {
      room.release(kib);
    }
  }

  private void write(String system, Write write) {
    Line line = enter(system);
    try {
      line.write(write);
    } finally {
      leave(system);
    }
    samplesTotal.addAndGet(write.samples());
  }

  private Write checked(String system, Asked asked) {
    unpacked.acquireUninterruptibly();
    try {
      return Write.check(system, asked, told, clock.instant());
    } finally {
      unpacked.release();
    }
  }

  private Line enter(String system) {
    synchronized (lines) {
      Open open =
          lines.compute(
              system,
              (_, old) ->
                  old == null
                      ? new Open(new Line(group -> writeRow(system, group)), 1)
                      : new Open(old.line(), old.users() + 1));
      return open.line();
    }
  }

  private void leave(String system) {
    synchronized (lines) {
      lines.computeIfPresent(
          system, (_, open) -> open.users() == 1 ? null : new Open(open.line(), open.users() - 1));
    }
  }

  private void writeRow(String system, List<Write> group) {
    var place = new Place(system, group.getFirst().hour());
    Rows its = rowsOf(place);
    String writer = WriterName.of(system, instance);
    Instant now = clock.instant();
    long number = seq.incrementAndGet();
    Rows.Row row = its.row(group, number);
    var head =
        new BatchHead(
            BatchContent.FORMAT,
            new BatchKey(boot, number),
            0,
            0,
            place.hour(),
            group.stream().mapToInt(Write::samples).sum(),
            0,
            List.of());
    ByteBuffer header = heads.write(head);
    ByteBuffer bytes = ByteBuffer.wrap(row.content()).asReadOnlyBuffer();
    note(system, writer);
    try {
      journal.append(
          new JournalRow(writer, head, header, bytes, JournalRow.sha256(header, bytes), now, ""));
      hours.wrote(writer, place.hour());
      row.durable().run();
    } finally {
      // Also if it failed: it may have more names that are to be written than before.
      remember(place, its);
    }
  }

  /// Only one line of a system is open, and it writes one row after the other.
  private Rows rowsOf(Place place) {
    synchronized (rows) {
      @Nullable Kept kept = rows.get(place);
      return kept == null ? new Rows() : kept.rows();
    }
  }

  private void remember(Place place, Rows its) {
    synchronized (rows) {
      @Nullable Kept before = rows.put(place, new Kept(its, its.size()));
      rowNames += its.size() - (before == null ? 0 : before.names());
      var eldest = rows.values().iterator();
      while ((rowNames > rowNamesMax() || rows.size() > PLACES_MAX) && rows.size() > 1) {
        rowNames -= eldest.next().names();
        eldest.remove();
      }
    }
  }

  private static long rowNamesMax() {
    return Math.min(ROW_NAMES_MAX, Runtime.getRuntime().maxMemory() / ROW_NAME_HEAP_BYTES);
  }

  /// Before the first row, so that what is durable is found.
  private void note(String system, String writer) {
    synchronized (noted) {
      if (noted.containsKey(system)) {
        return;
      }
    }
    reporters.add(system, writer);
    synchronized (noted) {
      noted.put(system, true);
    }
  }

  /// How many samples are durable.
  public long samplesTotal() {
    return samplesTotal.get();
  }

  /// How many rows were written, or tried to be.
  public long rowsTotal() {
    return seq.get();
  }

  /// How many writes wait for the row before theirs.
  public int waitingTotal() {
    synchronized (lines) {
      return lines.values().stream().mapToInt(open -> open.line().waiting()).sum();
    }
  }

  /// How often somebody was sent away because as much was in flight as may be.
  public long fullTotal() {
    return fullTotal.get();
  }
}
