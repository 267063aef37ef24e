package io.aramaki.monitoring.domain.promql.aggregate;

import java.util.Arrays;

/// The best values of one step with the series they belong to, the worst of them on top. Orders as
/// Prometheus does also where values are equal or NaN, since that decides which series are shown.
final class Heap {
  private static final int FIRST_SIZE = 8;

  /// Up to this length Go sorts by insertion, and so it keeps equal values in its own order.
  private static final int INSERTION_MOST = 12;

  private final boolean largest;
  private double[] values = new double[FIRST_SIZE];
  private int[] rows = new int[FIRST_SIZE];
  private int size;

  Heap(boolean largest) {
    this.largest = largest;
  }

  int size() {
    return size;
  }

  double value(int index) {
    return values[index];
  }

  int row(int index) {
    return rows[index];
  }

  /// Offers a value to the best `most`, at least one.
  void offer(double value, int row, long most) {
    if (size >= most && !isWorse(values[0], value)) {
      return;
    }
    if (size == most) {
      if (most == 1) {
        set(0, value, row);
        return;
      }
      removeTop();
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
      rows = Arrays.copyOf(rows, size * 2);
    }
    set(size, value, row);
    up(size);
    size++;
  }

  private boolean isWorse(double value, double than) {
    return Double.isNaN(value) || (largest ? value < than : value > than);
  }

  private boolean less(int i, int j) {
    return isWorse(values[i], values[j]);
  }

  private void up(int from) {
    int child = from;
    while (child > 0) {
      int parent = (child - 1) / 2;
      if (!less(child, parent)) {
        return;
      }
      swap(child, parent);
      child = parent;
    }
  }

  private void removeTop() {
    size--;
    swap(0, size);
    int parent = 0;
    while (true) {
      int child = (2 * parent) + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && less(child + 1, child)) {
        child++;
      }
      if (!less(child, parent)) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  /// Puts the best first; no more values may be offered then.
  void sort() {
    if (size <= INSERTION_MOST) {
      for (int i = 1; i < size; i++) {
        for (int j = i; j > 0 && less(j - 1, j); j--) {
          swap(j, j - 1);
        }
      }
      return;
    }
    int all = size;
    while (size > 1) {
      removeTop();
    }
    size = all;
  }

  private void swap(int i, int j) {
    double value = values[i];
    int row = rows[i];
    set(i, values[j], rows[j]);
    set(j, value, row);
  }

  private void set(int index, double value, int row) {
    values[index] = value;
    rows[index] = row;
  }
}
