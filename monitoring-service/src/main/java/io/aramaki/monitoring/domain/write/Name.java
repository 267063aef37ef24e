package io.aramaki.monitoring.domain.write;

import io.aramaki.kit.codec.batch.SeriesName;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A series as it is named in writes. Of what was told there is one object for each name, so it is
/// found by what it is and not by its texts; what it remembers for [Rows] is used by the one thread
/// that writes a row of its system.
final class Name {
  /// About what it takes in memory, and each label beside its texts.
  private static final int OWN_BYTES = 300;

  private static final int LABEL_BYTES = 120;
  private static final AtomicLong STAMPS = new AtomicLong();

  private final SeriesName name;
  private final int labels;
  private final int length;
  private long stamp;
  private int place;
  private @Nullable Object markedBy;
  private int number;

  Name(SeriesName name) {
    this.name = name;
    this.labels = name.labels().size();
    int characters = name.metric().length();
    for (var label : name.labels().entrySet()) {
      characters += label.getKey().length() + label.getValue().length();
    }
    this.length = characters;
  }

  /// What it is called.
  SeriesName name() {
    return name;
  }

  /// How many labels it has.
  int labels() {
    return labels;
  }

  /// How many characters it has.
  int length() {
    return length;
  }

  /// A number that no row had before.
  static long stamp() {
    return STAMPS.incrementAndGet();
  }

  /// Its place in the row of a stamp.
  ///
  /// @param next its place if it has none yet
  int place(long ofRow, int next) {
    if (stamp != ofRow) {
      stamp = ofRow;
      place = next;
    }
    return place;
  }

  /// Remembers its number in somebody's list, until another one does.
  void mark(Object by, int its) {
    markedBy = by;
    number = its;
  }

  @SuppressWarnings("ReferenceEquality") // A list is itself and no other.
  boolean isMarkedBy(Object by) {
    return markedBy == by;
  }

  /// The number that was marked.
  int number() {
    return number;
  }

  /// About how many bytes it takes in memory.
  int bytes() {
    return OWN_BYTES + LABEL_BYTES * labels + length;
  }
}
