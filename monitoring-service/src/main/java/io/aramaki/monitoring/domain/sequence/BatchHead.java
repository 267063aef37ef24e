package io.aramaki.monitoring.domain.sequence;

import java.util.List;

/// What a batch says of itself.
///
/// @param format the format of the content
/// @param key which batch it is
/// @param previousBoot on seq 1: the boot before that had batches; 0 if there was none
/// @param previousLastSeq on seq 1: the last seq of that boot
/// @param hour the agent's hour since the epoch when it was spooled
/// @param sampleCount how many samples it has
/// @param resultCount how many results it has
/// @param gaps what the spool dropped before it
public record BatchHead(
    int format,
    BatchKey key,
    long previousBoot,
    long previousLastSeq,
    long hour,
    long sampleCount,
    long resultCount,
    List<Gap> gaps) {
  public BatchHead {
    gaps = List.copyOf(gaps);
  }

  long boot() {
    return key.boot();
  }

  long seq() {
    return key.seq();
  }

  /// Tells whether it is the first batch of a boot that continues no other.
  boolean startsChain() {
    return previousBoot == 0 || previousLastSeq == 0;
  }
}
