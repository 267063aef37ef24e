package io.aramaki.monitoring.domain.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one label, and of each the numbers of the series that have it. Asked for one value
/// by its symbol, or for all of them, one after the other. A value that one series has takes 18
/// bytes, since many a label has another value in each series.
final class LabelValues {
  private static final int FIRST_CAPACITY = 2;
  private static final int SPREAD = 0x9E3779B9;

  private int[] values = new int[FIRST_CAPACITY];
  private int[] firsts = new int[FIRST_CAPACITY];
  private @Nullable IdList[] lists = new IdList[FIRST_CAPACITY];
  private int[] slots = new int[FIRST_CAPACITY * 2];
  private int size;

  /// Notes that a series has a value. The number is greater than all before.
  void add(int value, int series) {
    int slot = slot(value);
    if (slots[slot] != 0) {
      int at = slots[slot] - 1;
      IdList list = list(at);
      list.add(series);
      lists[at] = list;
      return;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size + Math.max(1, size >> 1));
      firsts = Arrays.copyOf(firsts, values.length);
      lists = Arrays.copyOf(lists, values.length);
      rehash();
      slot = slot(value);
    }
    values[size] = value;
    firsts[size] = series;
    slots[slot] = ++size;
  }

  /// The series that have a value; null if none does.
  @Nullable IdList find(int value) {
    int found = slots[slot(value)];
    return found == 0 ? null : list(found - 1);
  }

  /// How many values there are.
  int size() {
    return size;
  }

  /// The symbol of one of the values.
  int value(int index) {
    return values[index];
  }

  /// The series that have it.
  IdList list(int index) {
    @Nullable IdList list = lists[index];
    return list == null ? IdList.of(firsts[index]) : list;
  }

  private int slot(int value) {
    int slot = ((value * SPREAD) >>> 7) & (slots.length - 1);
    while (slots[slot] != 0 && values[slots[slot] - 1] != value) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void rehash() {
    int capacity = slots.length;
    while (capacity * 2L < values.length * 3L) {
      capacity *= 2;
    }
    if (capacity == slots.length) {
      return;
    }
    slots = new int[capacity];
    for (int i = 0; i < size; i++) {
      slots[slot(values[i])] = i + 1;
    }
  }
}
