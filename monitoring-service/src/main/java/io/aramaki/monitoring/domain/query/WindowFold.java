package io.aramaki.monitoring.domain.query;

import io.aramaki.kit.codec.chunk.Head;
import io.aramaki.kit.codec.chunk.Stale;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.Spans;

/// What a window has: put together of heads of chunks that lie in it, of what is left of samples
/// that are gone, and of single samples.
final class WindowFold {
  private long count;
  private double sum;
  private double rest;
  private double min;
  private double max;
  private double last;
  private long lastMs;

  void clear() {
    count = 0;
    lastMs = Long.MIN_VALUE;
    sum = 0;
    rest = 0;
  }

  /// A chunk that lies in the window with all its samples.
  void add(Head head) {
    if (head.values() > 0) {
      add(head.values(), head.sum(), head.min(), head.max(), head.last(), head.lastMs());
    }
  }

  /// What is left of samples that are gone: all of it if it lies in the window as a whole, else its
  /// last sample if that does.
  void add(RolledWindow rolled, long fromMs, long toMs) {
    if (rolled.firstMs() >= fromMs && rolled.lastMs() <= toMs) {
      add(rolled.count(), rolled.sum(), rolled.min(), rolled.max(), rolled.last(), rolled.lastMs());
    } else if (rolled.lastMs() >= fromMs && rolled.lastMs() <= toMs) {
      double value = rolled.last();
      add(1, value, value, value, value, rolled.lastMs());
    }
  }

  /// Samples of a span.
  void add(Samples samples, long fromMs, long toMs) {
    int to = Spans.place(samples.times(), samples.size(), toMs + 1);
    for (int i = Spans.place(samples.times(), samples.size(), fromMs); i < to; i++) {
      double value = samples.value(i);
      if (!Stale.is(value)) {
        add(1, value, value, value, value, samples.time(i));
      }
    }
  }

  private void add(
      long more, double moreSum, double least, double greatest, double newest, long newestMs) {
    min = count == 0 || least < min || Double.isNaN(min) ? least : min;
    max = count == 0 || greatest > max || Double.isNaN(max) ? greatest : max;
    last = newestMs >= lastMs ? newest : last;
    lastMs = Math.max(lastMs, newestMs);
    count += more;
    double next = sum + moreSum;
    if (Double.isInfinite(next)) {
      rest = 0;
    } else if (Math.abs(sum) >= Math.abs(moreSum)) {
      rest += (sum - next) + moreSum;
    } else {
      rest += (moreSum - next) + sum;
    }
    sum = next;
  }

  /// What a function yields; [Absent#VALUE] if the window has no value.
  double value(Function function) {
    if (count == 0) {
      return Absent.VALUE;
    }
    return switch (function) {
      case AVG -> (sum + rest) / count;
      case COUNT -> count;
      case LAST -> last;
      case MAX -> max;
      case MIN -> min;
      case SUM -> sum + rest;
    };
  }

  /// The functions that follow from heads.
  enum Function {
    AVG,
    COUNT,
    LAST,
    MAX,
    MIN,
    SUM;

    /// The function of a name in a query.
    ///
    /// @throws IllegalArgumentException if it does not follow from heads
    static Function of(String name) {
      return switch (name) {
        case "avg_over_time" -> AVG;
        case "count_over_time" -> COUNT;
        case "last_over_time" -> LAST;
        case "max_over_time" -> MAX;
        case "min_over_time" -> MIN;
        case "sum_over_time" -> SUM;
        default -> throw new IllegalArgumentException(name + " does not follow from heads");
      };
    }
  }
}
