package io.aramaki.monitoring.domain.result;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.column.LongColumn;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/// Check results of an hour, each text once and each field as a column (`docs/wire/chunk.md`). The
/// same results give the same bytes, however often and in which order they come.
public final class ResultPage {
  /// The most results of one page.
  public static final int RESULTS_MAX = 200_000;

  private static final int VERSION = 1;
  private static final int TEXT_MAX = 256 << 10;
  private static final int TEXTS_MAX = 3 * RESULTS_MAX;
  private static final int COLUMNS = 10;
  private static final long NANOS = 1_000_000_000;
  private static final Comparator<CheckResult> ORDER =
      Comparator.comparing(CheckResult::check)
          .thenComparing(CheckResult::system)
          .thenComparing(CheckResult::observeTime)
          .thenComparing(CheckResult::status)
          .thenComparing(CheckResult::output)
          .thenComparing(CheckResult::executionDuration)
          .thenComparing(CheckResult::traceparent)
          .thenComparingLong(CheckResult::definitionVersion);

  private ResultPage() {}

  /// Writes results.
  ///
  /// @throws IllegalArgumentException if they are none, or more than [#RESULTS_MAX]
  public static byte[] write(Collection<CheckResult> results) {
    var sorted = new TreeSet<>(ORDER);
    sorted.addAll(results);
    if (sorted.isEmpty() || sorted.size() > RESULTS_MAX) {
      throw new IllegalArgumentException(
          "a page has 1 to %d results, were %d".formatted(RESULTS_MAX, sorted.size()));
    }
    var texts = new LinkedHashMap<String, Long>();
    for (CheckResult result : sorted) {
      for (String text :
          List.of(result.check(), result.system(), result.output(), result.traceparent())) {
        texts.putIfAbsent(text, (long) texts.size());
      }
    }
    var out = new ByteOutput();
    out.u8(VERSION);
    out.varint(texts.size());
    texts.keySet().forEach(text -> out.text(text, TEXT_MAX));
    out.varint(sorted.size());
    List<CheckResult> all = List.copyOf(sorted);
    column(out, all, result -> place(texts, result.check()));
    column(out, all, result -> place(texts, result.system()));
    column(out, all, result -> place(texts, result.output()));
    column(out, all, result -> place(texts, result.traceparent()));
    column(out, all, result -> number(result.status()));
    writeTimes(out, all);
    column(out, all, CheckResult::definitionVersion);
    return out.toByteArray();
  }

  private static void writeTimes(ByteOutput out, List<CheckResult> results) {
    int count = results.size();
    var columns = new long[4][count];
    for (int i = 0; i < count; i++) {
      Instant time = results.get(i).observeTime();
      Duration took = results.get(i).executionDuration();
      columns[0][i] = time.getEpochSecond();
      columns[1][i] = time.getNano();
      columns[2][i] = took.toSeconds();
      columns[3][i] = took.toNanosPart();
    }
    for (long[] column : columns) {
      LongColumn.write(out, column, count);
    }
  }

  private static int number(Status status) {
    return switch (status) {
      case NONE -> throw new IllegalArgumentException("a result has a status");
      case OK -> 1;
      case WARNING -> 2;
      case CRITICAL -> 3;
      case UNKNOWN -> 4;
    };
  }

  private static long place(Map<String, Long> texts, String text) {
    return texts.getOrDefault(text, 0L);
  }

  private static void column(
      ByteOutput out, List<CheckResult> results, ToLongFunction<CheckResult> field) {
    LongColumn.write(out, results.stream().mapToLong(field).toArray(), results.size());
  }

  /// Reads results.
  ///
  /// @throws io.aramaki.kit.codec.bytes.Malformed if the bytes are none
  public static List<CheckResult> read(byte[] bytes) {
    var in = new ByteInput(bytes);
    if (in.u8() != VERSION) {
      throw in.wrong("pages of results have version " + VERSION);
    }
    var texts = new ArrayList<String>();
    for (int left = in.count(Math.min(TEXTS_MAX, bytes.length), "texts"); left > 0; left--) {
      texts.add(in.text(TEXT_MAX));
    }
    int count = in.count(RESULTS_MAX, "results");
    var columns = new long[COLUMNS][count];
    for (long[] column : columns) {
      LongColumn.read(in, count, column);
    }
    var results = new ArrayList<CheckResult>(count);
    for (int i = 0; i < count; i++) {
      results.add(
          new CheckResult(
              text(in, texts, columns[1][i]),
              text(in, texts, columns[0][i]),
              status(in, columns[4][i]),
              text(in, texts, columns[2][i]),
              time(in, columns[5][i], columns[6][i]),
              Duration.ofSeconds(columns[7][i], nanos(in, columns[8][i])),
              text(in, texts, columns[3][i]),
              columns[9][i]));
    }
    return results;
  }

  private static String text(ByteInput in, List<String> texts, long place) {
    if (place < 0 || place >= texts.size()) {
      throw in.wrong("text %d of %d".formatted(place, texts.size()));
    }
    return texts.get((int) place);
  }

  private static Status status(ByteInput in, long number) {
    for (Status status : Status.values()) {
      if (status != Status.NONE && number(status) == number) {
        return status;
      }
    }
    throw in.wrong("no status has the number " + number);
  }

  private static Instant time(ByteInput in, long seconds, long nanos) {
    if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
      throw in.wrong("no time has %d s".formatted(seconds));
    }
    return Instant.ofEpochSecond(seconds, nanos(in, nanos));
  }

  private static long nanos(ByteInput in, long nanos) {
    if (nanos < 0 || nanos >= NANOS) {
      throw in.wrong("no second has %d ns".formatted(nanos));
    }
    return nanos;
  }
}
