package io.aramaki.monitoring.domain.write;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.MonitoringException.UnknownSeries;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The dictionaries of gateways: series that were told once and are only numbers since. What is
/// forgotten, or was told to another instance, is told again when this one says that it knows
/// nothing of it. Where there is no room, that is said, and the series are named each time.
final class ToldSeries {
  /// The places of one dictionary.
  static final int PLACES_MAX = 100_000;

  /// What all dictionaries may take, in bytes, or less in a small heap.
  static final long ALL_BYTES_MAX = 280L << 20;

  /// What a dictionary takes beside its names, and each place, in bytes.
  private static final int OWN_BYTES = 200;

  private static final int PLACE_BYTES = 4;

  private static final int FIRST_PLACES = 64;

  /// What a dictionary takes without names.
  private static final long EMPTY_BYTES = OWN_BYTES + (long) PLACE_BYTES * FIRST_PLACES;

  /// Longer names are not kept: no gateway of ours tells such.
  private static final int NAME_LENGTH_MAX = 1_000;

  /// The part of the heap for them.
  private static final int HEAP_SHARE = 6;

  /// A dictionary that was used since is not forgotten to make room for another.
  private static final long USED_NANOS = 300_000_000_000L;

  private final LongSupplier nanoTime;
  private final long most;
  private final LinkedHashMap<Key, Dictionary> all = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Map<SeriesName, Name>> byName = new HashMap<>();
  private long bytes;

  /// @param most how many bytes are kept; see [#most]
  ToldSeries(LongSupplier nanoTime, long most) {
    this.nanoTime = nanoTime;
    this.most = most;
  }

  /// As much as there is room for in this heap.
  static long most() {
    return Math.min(ALL_BYTES_MAX, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  private record Key(String system, long dictionary) {}

  /// One dictionary. Used under the lock of all.
  private static final class Dictionary {
    private @Nullable Name[] places = new Name[FIRST_PLACES];
    private long usedNanos;

    long bytes() {
      return EMPTY_BYTES + (long) PLACE_BYTES * (places.length - FIRST_PLACES);
    }
  }

  /// The series of a content.
  ///
  /// @param names what each of its own is called, the same object each time if it is kept
  /// @param kept whether those that have places are kept
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Told(Name[] names, boolean kept) {}

  /// Keeps what is told, if there is room; who told the same before stays.
  ///
  /// @param places for each name its place, or less than 0 for none
  Told put(String system, long dictionary, List<SeriesName> names, List<Integer> places) {
    var own = new Name[names.size()];
    int last = -1;
    boolean isShort = true;
    for (int i = 0; i < own.length; i++) {
      own[i] = new Name(names.get(i));
      isShort &= places.get(i) < 0 || own[i].length() <= NAME_LENGTH_MAX;
      last = Math.max(last, places.get(i));
    }
    if (!isShort) {
      return new Told(own, false);
    }
    if (own.length == 0) {
      return new Told(own, true);
    }
    var key = new Key(system, dictionary);
    synchronized (all) {
      Map<SeriesName, Name> known = byName.getOrDefault(system, Map.of());
      @Nullable Dictionary its = all.get(key);
      int length = its == null ? FIRST_PLACES : its.places.length;
      int needed = last < length ? length : Math.max(last + 1, Math.min(2 * length, PLACES_MAX));
      long more = (long) PLACE_BYTES * (needed - length) + (its == null ? EMPTY_BYTES : 0);
      if (!makeRoom(more + moreNames(known, own, places), key)) {
        return new Told(own, false);
      }
      if (its == null) {
        its = new Dictionary();
        all.put(key, its);
      }
      bytes += more;
      its.places = Arrays.copyOf(its.places, needed);
      its.usedNanos = nanoTime.getAsLong();
      keep(its, byName.computeIfAbsent(system, _ -> new HashMap<>()), own, places);
      return new Told(own, true);
    }
  }

  private static long moreNames(Map<SeriesName, Name> known, Name[] own, List<Integer> places) {
    long more = 0;
    for (int i = 0; i < own.length; i++) {
      more += places.get(i) >= 0 && !known.containsKey(own[i].name()) ? own[i].bytes() : 0;
    }
    return more;
  }

  private void keep(Dictionary its, Map<SeriesName, Name> known, Name[] own, List<Integer> places) {
    for (int i = 0; i < own.length; i++) {
      int place = places.get(i);
      if (place >= 0) {
        @Nullable Name same = known.putIfAbsent(own[i].name(), own[i]);
        bytes += same == null ? own[i].bytes() : 0;
        own[i] = same == null ? own[i] : same;
        its.places[place] = own[i];
      }
    }
  }

  private boolean makeRoom(long more, Key but) {
    var eldest = all.entrySet().iterator();
    while (bytes + more > most && eldest.hasNext()) {
      var next = eldest.next();
      if (nanoTime.getAsLong() - next.getValue().usedNanos < USED_NANOS) {
        return false;
      }
      if (!next.getKey().equals(but)) {
        bytes -= next.getValue().bytes();
        eldest.remove();
        forgetNames(next.getKey().system());
      }
    }
    return bytes + more <= most;
  }

  /// Leaves the names that other dictionaries of a system have.
  private void forgetNames(String system) {
    var left = new HashMap<SeriesName, Name>();
    all.forEach((key, its) -> {
      if (key.system().equals(system)) {
        for (@Nullable Name name : its.places) {
          if (name != null) {
            left.put(name.name(), name);
          }
        }
      }
    });
    @Nullable Map<SeriesName, Name> before =
        left.isEmpty() ? byName.remove(system) : byName.put(system, left);
    bytes += bytesOf(left) - (before == null ? 0 : bytesOf(before));
  }

  private static long bytesOf(Map<SeriesName, Name> names) {
    return names.values().stream().mapToLong(Name::bytes).sum();
  }

  /// Looks up what a content speaks of.
  ///
  /// @param numbers places below `inherited`; others count the content's own from there
  /// @param count how many numbers there are
  /// @throws UnknownSeries if one was never told here
  Name[] names(
      String system, long dictionary, int[] numbers, int count, int inherited, Name[] own) {
    var names = new Name[count];
    synchronized (all) {
      @Nullable Dictionary its = all.get(new Key(system, dictionary));
      @Nullable Name[] places = its == null ? new Name[0] : its.places;
      for (int i = 0; i < count; i++) {
        int number = numbers[i];
        @Nullable Name name =
            number >= inherited
                ? own[number - inherited]
                : number < places.length ? places[number] : null;
        if (name == null) {
          throw new UnknownSeries(number);
        }
        names[i] = name;
      }
      if (its != null) {
        its.usedNanos = nanoTime.getAsLong();
      }
    }
    return names;
  }
}
