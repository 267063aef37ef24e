package io.aramaki.monitoring.domain.write;

import io.aramaki.kit.codec.batch.SeriesName;
import java.util.BitSet;
import java.util.List;

/// Says which series there is room for.
public interface SeriesGate {
  /// There is always room.
  SeriesGate OPEN =
      new SeriesGate() {
        @Override
        public boolean hasRoom(String system, int series) {
          return true;
        }

        @Override
        public Verdict judge(String writer, List<SeriesName> names) {
          return new Verdict(new BitSet(), "");
        }
      };

  /// Series that are left out.
  ///
  /// @param refused their places in what was asked
  /// @param why beginning with the reason; empty if none is
  record Verdict(BitSet refused, String why) {}

  /// Tells whether so many series of a system would be taken, all of them new. Asked before each
  /// write, hence cheap.
  boolean hasRoom(String system, int series);

  /// Judges each series. What it takes is known from then on.
  Verdict judge(String writer, List<SeriesName> names);
}
