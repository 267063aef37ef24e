package io.aramaki.agent.spool;

import java.time.Duration;

/// The limits of the spool.
///
/// @param capBytes how much the segment files may take together; default 64 MiB
/// @param segmentBytes after how much a new file is begun; default 1 MiB
/// @param reserveBytes what is held back on the disk for results when it is full; default 16 MiB
/// @param sentStep by how many batches the durable mark "may have been sent" runs ahead
/// @param gapsPerHeader how many gaps one header tells
/// @param gapsMax how many gaps are kept apart before whole ranges are given up, results included
/// @param ledgerInterval how often the ledger is written when nothing forces it
/// @param spaceInterval how often a full disk is asked whether it has room again
public record SpoolSettings(
    long capBytes,
    int segmentBytes,
    long reserveBytes,
    int sentStep,
    int gapsPerHeader,
    int gapsMax,
    Duration ledgerInterval,
    Duration spaceInterval) {
  private static final int MIB = 1 << 20;

  public SpoolSettings {
    if (capBytes < 4L * segmentBytes) {
      throw new IllegalArgumentException(
          "capBytes "
              + capBytes
              + " must be at least four segments of "
              + segmentBytes
              + " bytes, so that there is always one to give up");
    }
  }

  public static SpoolSettings defaults() {
    return of(64L * MIB, 16L * MIB);
  }

  /// The defaults with another cap and another reserve.
  public static SpoolSettings of(long capBytes, long reserveBytes) {
    return new SpoolSettings(
        capBytes,
        (int) Math.min(MIB, capBytes / 8),
        reserveBytes,
        64,
        64,
        16_384,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }
}
