package io.aramaki.monitoring.domain.index;

import io.aramaki.monitoring.domain.series.SaltedHash;
import java.util.Arrays;

/// Texts, each kept once and called by a number. A text costs its string and 11 bytes on average.
final class Symbols {
  /// The empty text.
  static final int EMPTY = 0;

  /// No such text.
  static final int NONE = -1;

  private static final int FIRST_CAPACITY = 16;

  private String[] texts = new String[FIRST_CAPACITY];
  private int[] slots = new int[FIRST_CAPACITY * 2];
  private int size;

  Symbols() {
    of("");
  }

  /// The number of a text, a new one if it was not seen before.
  int of(String text) {
    int slot = slot(text);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, size + (size >> 1));
      rehash();
      slot = slot(text);
    }
    texts[size] = text;
    slots[slot] = ++size;
    return size - 1;
  }

  /// The number of a text; [#NONE] if it was not seen before.
  int find(String text) {
    return slots[slot(text)] - 1;
  }

  String text(int number) {
    return texts[number];
  }

  int size() {
    return size;
  }

  private int slot(String text) {
    int slot = SaltedHash.of(text) & (slots.length - 1);
    while (slots[slot] != 0 && !texts[slots[slot] - 1].equals(text)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /// At most two thirds of the slots are taken.
  private void rehash() {
    int capacity = slots.length;
    while (capacity * 2L < texts.length * 3L) {
      capacity *= 2;
    }
    if (capacity == slots.length) {
      return;
    }
    slots = new int[capacity];
    for (int i = 0; i < size; i++) {
      slots[slot(texts[i])] = i + 1;
    }
  }
}
