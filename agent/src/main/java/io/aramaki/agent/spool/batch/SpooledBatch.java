package io.aramaki.agent.spool.batch;

import java.util.List;

/// A batch as it lies in the spool and will lie in the journal.
@SuppressWarnings("ArrayRecordComponent") // Never compared, and copying half a megabyte is a waste.
public record SpooledBatch(BatchKey key, byte[] header, byte[] content, List<String> traceparents) {
  public SpooledBatch {
    traceparents = List.copyOf(traceparents);
  }
}
