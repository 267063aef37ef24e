package io.aramaki.monitoring.domain.promql.window;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Windows;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.promql.value.Steps;
import java.util.Arrays;

/// Moves a window over series, one after another, and applies a function at each step.
public final class WindowWalk {
  private final WindowFunction function;
  private final Steps steps;
  private final Windows windows;
  private final double[] first;
  private final double[] second;
  private final Budget budget;
  private final Window window = new Window();
  private long[] times = {};
  private double[] values = {};

  /// @param first what the function takes besides the samples, for each step; empty if nothing
  /// @param second what it takes further, for each step; empty if nothing
  public WindowWalk(
      String function,
      Steps steps,
      Windows windows,
      double[] first,
      double[] second,
      Budget budget) {
    this.function = WindowFunctions.of(function);
    this.steps = steps;
    this.windows = windows;
    this.first = first;
    this.second = second;
    this.budget = budget;
  }

  /// The value of the function at each step.
  public double[] over(Series series) {
    int size = begin(series);
    var results = new double[windows.count()];
    int from = 0;
    int to = 0;
    for (int i = 0; i < results.length; i++) {
      long end = windows.end(i);
      long start = windows.start(i);
      while (to < size && window.times[to] <= end) {
        to++;
      }
      while (from < to && window.times[from] < start) {
        from++;
      }
      budget.work(1L + to - from);
      results[i] = from == to ? Absent.VALUE : apply(i, from, to);
    }
    return results;
  }

  private double apply(int step, int from, int to) {
    window.from = from;
    window.to = to;
    window.start = windows.start(step);
    window.end = windows.end(step);
    window.time = steps.time(step);
    window.first = first.length == 0 ? 0 : first[step];
    window.second = second.length == 0 ? 0 : second[step];
    return function.at(window);
  }

  /// Takes over the samples without the marks of ends, and answers how many there are.
  private int begin(Series series) {
    int size = series.size();
    window.times = series.times();
    window.values = series.values();
    if (hasMarks(series)) {
      size = copyWithoutMarks(series);
      window.times = times;
      window.values = values;
    }
    function.begin(window.values, size);
    return size;
  }

  private static boolean hasMarks(Series series) {
    double[] values = series.values();
    for (int i = 0; i < series.size(); i++) {
      if (Absent.is(values[i])) {
        return true;
      }
    }
    return false;
  }

  private int copyWithoutMarks(Series series) {
    if (times.length < series.size()) {
      times = new long[series.size()];
      values = new double[series.size()];
    }
    int size = 0;
    for (int i = 0; i < series.size(); i++) {
      if (!Absent.is(series.values()[i])) {
        times[size] = series.times()[i];
        values[size++] = series.values()[i];
      }
    }
    return size;
  }

  /// The samples of a series from one time to another, both included, without marks of ends.
  public static Series cut(Series series, long start, long end) {
    var times = new long[series.size()];
    var values = new double[series.size()];
    int size = 0;
    for (int i = 0; i < series.size(); i++) {
      long time = series.times()[i];
      if (time >= start && time <= end && !Absent.is(series.values()[i])) {
        times[size] = time;
        values[size++] = series.values()[i];
      }
    }
    return new Series(
        series.labels(), Arrays.copyOf(times, size), Arrays.copyOf(values, size), size);
  }
}
