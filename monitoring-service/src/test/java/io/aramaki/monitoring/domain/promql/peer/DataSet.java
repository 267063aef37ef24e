package io.aramaki.monitoring.domain.promql.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/// The data that both sides are given: counters that are reset, gaps, ends of series, histograms,
/// NaN and infinities, equal labels under different names, many series to one. Always the same.
public final class DataSet {
  /// The first time, in milliseconds since the epoch.
  public static final long START = 1_700_000_000_000L;

  /// The last time.
  public static final long END = START + 2 * 3_600_000L;

  /// The value that ends a series until its next sample.
  public static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private static final int SLICE = 600_000;
  private static final long INTERVAL = 15_000;
  private static final List<String> BOUNDS =
      List.of("0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf");

  private final List<PeerSeries> all = new ArrayList<>();
  private final Random random = new Random(42);

  private DataSet() {}

  /// All series, in the order in which a storage that is sent one slice of time after another meets
  /// them.
  public static List<PeerSeries> series() {
    var data = new DataSet();
    data.counters();
    data.gauges();
    data.histograms();
    data.specials();
    data.matches();
    data.all.sort(
        Comparator.comparingLong((PeerSeries s) -> (s.samples().firstKey() - START) / SLICE)
            .thenComparing(s -> String.valueOf(s.labels())));
    return data.all;
  }

  /// The ends of the slices of time, in order; the last is after [#END].
  public static List<Long> slices() {
    var ends = new ArrayList<Long>();
    for (long end = START + SLICE; end <= END + SLICE; end += SLICE) {
      ends.add(end);
    }
    return ends;
  }

  private void add(String name, Map<String, String> labels, SortedMap<Long, Double> samples) {
    all.add(PeerSeries.of(name, labels, samples));
  }

  /// Samples every 15 s with a shift, from one sample to before another.
  private static SortedMap<Long, Double> every(
      int from, int to, long shift, IntToDoubleFunction value) {
    var samples = new TreeMap<Long, Double>();
    for (int i = from; i < to; i++) {
      samples.put(START + i * INTERVAL + shift, value.applyAsDouble(i));
    }
    return samples;
  }

  private void counters() {
    for (String name : List.of("http_requests_total", "http_errors_total")) {
      for (int instance = 0; instance < 4; instance++) {
        for (String method : List.of("get", "post")) {
          for (String code : List.of("200", "500")) {
            double[] total = {instance * 100};
            int reset = 90 + instance * 40;
            var samples =
                every(
                    0,
                    480,
                    instance * 1_700L,
                    i -> {
                      total[0] = i % reset == 0 ? random.nextInt(5) : total[0] + random.nextInt(50);
                      return total[0];
                    });
            int gap = instance * 60 + 50;
            samples.keySet().removeIf(t -> (t - START) / INTERVAL / 20 == gap / 20);
            add(
                name,
                Map.of(
                    "job",
                    instance < 2 ? "api" : "db",
                    "instance",
                    "host" + instance,
                    "method",
                    method,
                    "code",
                    code),
                samples);
          }
        }
      }
    }
  }

  private void gauges() {
    for (int instance = 0; instance < 5; instance++) {
      double base = 1e6 * (instance + 1);
      var samples = every(0, 480, 333L * instance, i -> base + random.nextGaussian() * base / 10);
      endAt(samples, 100 + instance * 50, instance % 2 == 0 ? 10 : 40);
      add(
          "memory_bytes",
          Map.of("job", instance < 3 ? "api" : "db", "instance", "host" + instance),
          samples);
    }
    for (String room : List.of("attic", "cellar", "kitchen")) {
      double shift = room.length() - 6;
      add(
          "temperature",
          Map.of("room", room, "unit", "celsius"),
          every(0, 480, 0, i -> shift + 10 * Math.sin(i / 40.0) + random.nextDouble()));
    }
    add("late", Map.of("job", "api"), every(200, 300, 0, i -> i));
    add("late", Map.of("job", "db"), every(260, 480, 5, i -> -i));
    add("short", Map.of("job", "api"), every(100, 104, 0, i -> i * i));
    add("short", Map.of("job", "db"), every(230, 231, 0, i -> 7));
    add("epoch_seconds", Map.of("zone", "utc"), every(0, 480, 0, i -> 1.6e9 + i * 86_413.0));
    add("epoch_seconds", Map.of("zone", "old"), every(0, 480, 0, i -> -1e9 - i * 999_983.0));
  }

  /// Ends a series and leaves a gap behind.
  private static void endAt(SortedMap<Long, Double> samples, int index, int gap) {
    long from = START + index * INTERVAL;
    samples.keySet().removeIf(t -> t >= from && t < from + gap * INTERVAL);
    samples.put(from + 1_000, STALE);
  }

  private void histograms() {
    for (int instance = 0; instance < 3; instance++) {
      double[] counts = new double[BOUNDS.size()];
      var buckets = new ArrayList<SortedMap<Long, Double>>();
      BOUNDS.forEach(_ -> buckets.add(new TreeMap<>()));
      for (int i = 0; i < 480; i++) {
        int seen = random.nextInt(20);
        for (int k = 0; k < counts.length; k++) {
          counts[k] = i % 170 == 169 ? 0 : counts[k] + seen * (k + 1) / (double) counts.length;
          buckets.get(k).put(START + i * INTERVAL, Math.floor(counts[k]));
        }
      }
      for (int k = 0; k < counts.length; k++) {
        add(
            "latency_seconds_bucket",
            Map.of("job", "api", "instance", "host" + instance, "le", BOUNDS.get(k)),
            buckets.get(k));
      }
      add(
          "latency_seconds_count",
          Map.of("job", "api", "instance", "host" + instance),
          buckets.getLast());
    }
    for (String le : List.of("1", "2", "5")) {
      add("endless_bucket", Map.of("le", le), every(0, 480, 0, i -> i * le.charAt(0)));
    }
    for (String le : List.of("0.1", "0.10", "1", "odd", "+Inf")) {
      add("uneven_bucket", Map.of("le", le), every(0, 480, 0, _ -> random.nextInt(100)));
    }
    add("lonely_bucket", Map.of("le", "+Inf"), every(0, 480, 0, i -> i));
    add("below_bucket", Map.of("le", "-1"), every(0, 480, 0, i -> i));
    add("below_bucket", Map.of("le", "+Inf"), every(0, 480, 0, i -> i * 2));
  }

  private void specials() {
    double[] odd = {
      Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, 1, -1, 1e308, 1e-307
    };
    add("special", Map.of("kind", "nan"), every(0, 480, 0, _ -> Double.NaN));
    add("special", Map.of("kind", "inf"), every(0, 480, 0, _ -> Double.POSITIVE_INFINITY));
    add("special", Map.of("kind", "minus_inf"), every(0, 480, 0, _ -> Double.NEGATIVE_INFINITY));
    add("special", Map.of("kind", "zero"), every(0, 480, 0, _ -> 0));
    add("special", Map.of("kind", "huge"), every(0, 480, 0, i -> 1e300 * (i + 1)));
    add("special", Map.of("kind", "tiny"), every(0, 480, 0, i -> 1e-300 * (i + 1)));
    add("special", Map.of("kind", "mixed"), every(0, 480, 0, i -> odd[i % odd.length]));
    add("special", Map.of("kind", "some_nan"), every(0, 480, 0, i -> i % 7 < 5 ? Double.NaN : i));
    add("levels", Map.of("level", "a"), every(0, 480, 0, i -> i / 50 % 4));
    add("levels", Map.of("level", "b"), every(0, 480, 0, i -> i / 70 % 4));
    add("levels", Map.of("level", "c"), every(0, 480, 0, i -> (i / 70 % 4) + 0.25));
    add("fraction", Map.of("of", "low"), every(0, 480, 0, i -> (i - 240) / 241.0));
    add("fraction", Map.of("of", "high"), every(0, 480, 0, i -> 1 + i / 100.0));
  }

  private void matches() {
    for (int instance = 0; instance < 4; instance++) {
      String version = instance < 2 ? "1.0" : "2.0";
      var labels = Map.of("instance", "host" + instance, "version", version);
      int to = instance == 3 ? 300 : 480;
      add("build_info", labels, every(0, to, 0, _ -> 1));
    }
    for (String method : List.of("get", "post", "put")) {
      add("method_weight", Map.of("method", method), every(0, 480, 0, i -> method.length() + i));
    }
    for (String role : List.of("leader", "follower")) {
      add("role", Map.of("instance", "host0", "role", role), every(0, 480, 0, _ -> 1));
    }
    add("twin_a", Map.of("x", "1", "y", "2"), every(0, 480, 0, i -> i));
    add("twin_b", Map.of("x", "1", "y", "2"), every(0, 480, 0, i -> i * 3));
    add("twin_c", Map.of("x", "1"), every(0, 240, 0, i -> i));
    add("twin_d", Map.of("x", "1"), every(260, 480, 0, i -> i));
    add("text", Map.of("a", "x y", "b", "été", "c", "q\"uo\\te"), every(0, 480, 0, i -> i % 3));
    add("text", Map.of("a", "foo-12-bar", "b", "b", "d", "line\nbreak"), every(0, 480, 0, i -> i));
  }
}
