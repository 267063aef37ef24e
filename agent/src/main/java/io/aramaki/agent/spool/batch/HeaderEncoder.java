package io.aramaki.agent.spool.batch;

import java.util.List;

/// Makes the header of a batch out of what only the spool knows.
public interface HeaderEncoder {
  byte[] encode(Facts facts);

  /// What the spool knows of a batch.
  ///
  /// @param key which batch
  /// @param previous on seq 1: the last batch of the boot before, seq 0 and boot 0 if there was
  ///   none
  /// @param draft the batch
  /// @param gaps what was given up and is told with this batch
  record Facts(BatchKey key, BatchKey previous, Draft draft, List<GapRange> gaps) {
    public Facts {
      gaps = List.copyOf(gaps);
    }
  }
}
