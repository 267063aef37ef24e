package io.aramaki.monitoring.domain.sequence;

/// Some batches of one boot in a row.
///
/// @param boot the boot
/// @param first the first seq
/// @param last the last seq, not before the first
public record SeqRange(long boot, long first, long last) {
  public SeqRange {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("a range is 1 ≤ first ≤ last, was " + first + ".." + last);
    }
  }

  public boolean contains(BatchKey key) {
    return key.boot() == boot && key.seq() >= first && key.seq() <= last;
  }

  @Override
  public String toString() {
    return Long.toHexString(boot) + "/" + first + ".." + last;
  }
}
