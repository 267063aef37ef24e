package io.aramaki.agent.spool.batch;

/// Batches of one boot that will never arrive, with what they held as far as that is known.
///
/// @param boot the boot
/// @param firstSeq the first of them
/// @param lastSeq the last of them
/// @param samples how many metric samples they held
/// @param results how many check results they held
public record GapRange(long boot, long firstSeq, long lastSeq, long samples, long results) {
  public GapRange {
    if (firstSeq < 1 || lastSeq < firstSeq) {
      throw new IllegalArgumentException(
          "a gap goes from a seq of at least 1 to one that is not less, not from "
              + firstSeq
              + " to "
              + lastSeq);
    }
  }

  /// Tells whether nothing lies between this range and another of the same boot.
  public boolean touches(GapRange other) {
    return boot == other.boot && (lastSeq + 1 == other.firstSeq || other.lastSeq + 1 == firstSeq);
  }

  /// Answers both ranges as one.
  public GapRange merge(GapRange other) {
    return new GapRange(
        boot,
        Math.min(firstSeq, other.firstSeq),
        Math.max(lastSeq, other.lastSeq),
        samples + other.samples,
        results + other.results);
  }
}
