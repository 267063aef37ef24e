package io.aramaki.monitoring.domain.sequence;

import java.util.Comparator;

/// Where an observation stands among all observations of its agent.
///
/// @param ordinal numbers the agent's boots in their order, from 1
/// @param seq the batch within the boot
/// @param index the observation within the batch
public record Position(long ordinal, long seq, int index) implements Comparable<Position> {
  /// Before everything.
  public static final Position START = new Position(0, 0, 0);

  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::ordinal)
          .thenComparingLong(Position::seq)
          .thenComparingInt(Position::index);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
