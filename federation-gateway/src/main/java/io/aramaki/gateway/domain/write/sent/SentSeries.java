package io.aramaki.gateway.domain.write.sent;

import io.aramaki.kit.codec.batch.SeriesName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The series of each system that came by remote_write: a sender names all of them in each request,
/// and monitoring is told each name once. Later requests only say its number in a dictionary, one
/// for each system.
///
/// What monitoring remembers of a dictionary may be less than what it was told: it says so, and is
/// told again.
public final class SentSeries {
  /// The series of all dictionaries together, or fewer in a small heap.
  static final int SERIES_MAX = 200_000;

  /// The series of one dictionary. A content may inherit 100,000; threads that come at once may add
  /// some more than there should be.
  static final int DICTIONARY_MAX = 90_000;

  /// Series with longer labels, in bytes, or names, in characters, are named each time.
  static final int LENGTH_MAX = 600;

  /// The systems that have a dictionary.
  static final int SYSTEMS_MAX = 10_000;

  /// A dictionary is given up when series that there was no room for have come so many times as
  /// often as it has series. By then some of those that it has are likely to be gone.
  private static final int BEYOND_MAX = 200;

  /// It has at least this part of all that may be, or counts as if it had.
  private static final int LEAST_PART = 50;

  /// A dictionary that was used since is not forgotten to make room for another.
  private static final long USED_NANOS = 300_000_000_000L;

  /// How often it is looked for some that may be forgotten.
  private static final long LOOK_NANOS = 1_000_000_000L;

  /// About what a series takes, and the part of the heap for them.
  private static final int SERIES_BYTES = 1_200;

  private static final int HEAP_SHARE = 16;

  private final LongSupplier random;
  private final LongSupplier nanoTime;
  private final int most;
  private final AtomicInteger all = new AtomicInteger();
  private final LinkedHashMap<String, OfSystem> systems = new LinkedHashMap<>(16, 0.75f, true);
  private long lookedNanos;

  /// @param random names dictionaries, so that two gateways, or two runs of one, have none in
  ///   common
  /// @param nanoTime a clock that only moves forward
  public SentSeries(LongSupplier random, LongSupplier nanoTime) {
    this(
        random,
        nanoTime,
        (int) Math.min(SERIES_MAX, Runtime.getRuntime().maxMemory() / HEAP_SHARE / SERIES_BYTES));
  }

  /// @param most the series of all dictionaries together
  SentSeries(LongSupplier random, LongSupplier nanoTime, int most) {
    this.random = random;
    this.nanoTime = nanoTime;
    this.most = most;
    this.lookedNanos = nanoTime.getAsLong() - LOOK_NANOS;
  }

  /// The dictionary of a system; another one now and then when there is no room in it.
  public OfSystem of(String system) {
    long now = nanoTime.getAsLong();
    synchronized (systems) {
      if (all.get() >= most && now - lookedNanos >= LOOK_NANOS) {
        trim(now);
      }
      @Nullable OfSystem known = systems.get(system);
      if (known == null || known.isSpent()) {
        known = new OfSystem(random.getAsLong() >>> 1 | 1);
        @Nullable OfSystem before = systems.put(system, known);
        all.addAndGet(before == null ? 0 : -before.size());
        if (systems.size() > SYSTEMS_MAX) {
          trim(now);
        }
      }
      known.usedNanos = now;
      return known;
    }
  }

  /// Forgets dictionaries that were not used for long, those first that were used least lately.
  private void trim(long now) {
    lookedNanos = now;
    int series = 0;
    for (OfSystem one : systems.values()) {
      series += one.size();
    }
    var eldest = systems.values().iterator();
    while ((series >= most || systems.size() > SYSTEMS_MAX) && eldest.hasNext()) {
      OfSystem next = eldest.next();
      if (now - next.usedNanos < USED_NANOS && systems.size() <= SYSTEMS_MAX) {
        break;
      }
      series -= next.size();
      eldest.remove();
    }
    all.set(series);
  }

  /// How many characters a name has.
  public static int length(SeriesName name) {
    int length = name.metric().length();
    for (var label : name.labels().entrySet()) {
      length += label.getKey().length() + label.getValue().length();
    }
    return length;
  }

  /// A series, and its number in the dictionary.
  public static final class Sent {
    private final SeriesName name;
    private final int number;
    private final int labels;
    private final int length;

    /// The bytes with which it came first; empty if that is not known.
    private volatile byte[] bytes;

    private volatile boolean told;

    /// What came behind it last: senders mostly have an order. Threads that write it at once leave
    /// one of both.
    private @Nullable Sent next;

    private Sent(SeriesName name, int number, byte[] bytes) {
      this.bytes = bytes;
      this.name = name;
      this.number = number;
      this.labels = name.labels().size();
      this.length = SentSeries.length(name);
    }

    /// What it is called.
    public SeriesName name() {
      return name;
    }

    /// Its number, from 0.
    public int number() {
      return number;
    }

    /// How many labels its name has. Kept here, as what follows, since names lie far apart in
    /// memory.
    public int labels() {
      return labels;
    }

    /// How many characters its name has.
    public int length() {
      return length;
    }

    /// Whether some monitoring instance was told its name.
    public boolean isTold() {
      return told;
    }

    /// Whether monitoring knows its name by its number.
    public void told(boolean is) {
      told = is;
    }
  }

  /// The dictionary of one system. Safe for many threads.
  public final class OfSystem {
    private final long dictionary;
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong beyond = new AtomicLong();
    private final Map<LabelBytes, Sent> byBytes = new ConcurrentHashMap<>();
    private final Map<SeriesName, Sent> byName = new ConcurrentHashMap<>();
    private long usedNanos;

    private OfSystem(long dictionary) {
      this.dictionary = dictionary;
    }

    /// True each other time, at random.
    public boolean toss() {
      return (random.getAsLong() & 1) == 0;
    }

    /// Its number, positive.
    public long dictionary() {
      return dictionary;
    }

    private boolean isSpent() {
      return beyond.get() > (long) BEYOND_MAX * Math.max(size(), most / LEAST_PART);
    }

    private boolean isFull() {
      return size.get() >= DICTIONARY_MAX || all.get() >= most;
    }

    /// How many numbers are given away.
    public int size() {
      return size.get();
    }

    /// The series that came with these bytes before.
    ///
    /// @param before the one in front of it; null if there is none
    public @Nullable Sent find(LabelBytes bytes, @Nullable Sent before) {
      @Nullable Sent expected = before == null ? null : before.next;
      if (expected != null && bytes.length() > 0 && bytes.are(expected.bytes)) {
        return expected;
      }
      @Nullable Sent found = byBytes.get(bytes);
      if (before != null && found != null) {
        before.next = found;
      }
      return found;
    }

    /// Gives a series a number, and remembers the bytes with which it came.
    ///
    /// @param bytes null if there are none
    /// @return null if there is no room for it
    public @Nullable Sent add(SeriesName name, @Nullable LabelBytes bytes) {
      if ((bytes != null && bytes.length() > LENGTH_MAX) || length(name) > LENGTH_MAX) {
        return null;
      }
      if (isFull()) {
        @Nullable Sent known = byName.get(name);
        beyond.addAndGet(known == null ? 1 : 0);
        return known;
      }
      @Nullable LabelBytes copy = bytes == null ? null : bytes.copy();
      Sent sent = byName.computeIfAbsent(name, _ -> another(name, copy));
      if (copy != null && byBytes.size() < 2 * size()) {
        byBytes.putIfAbsent(copy, sent);
        sent.bytes = sent.bytes.length == 0 ? copy.array() : sent.bytes;
      }
      return sent;
    }

    /// Threads that come at once may give away some more than there should be.
    private Sent another(SeriesName name, @Nullable LabelBytes bytes) {
      all.incrementAndGet();
      return new Sent(name, size.getAndIncrement(), bytes == null ? new byte[0] : bytes.array());
    }
  }
}
