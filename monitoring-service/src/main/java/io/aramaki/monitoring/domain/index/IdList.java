package io.aramaki.monitoring.domain.index;

import java.util.Arrays;

/// Numbers of series, ascending.
final class IdList {
  private int[] ids = new int[1];
  private int size;

  /// Adds a number that is greater than all before.
  void add(int id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size + Math.max(1, size >> 1));
    }
    ids[size++] = id;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return ids[index];
  }
}
