package io.aramaki.inventory.domain.run.output;

import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.RunId;
import java.util.List;

/// Where output is kept. Writes are idempotent by run and offset.
public interface RunOutputStore {
  /// Some bytes of an output.
  record Chunk(long offset, Bytes data) {
    /// Answers where the chunk ends.
    public long end() {
      return offset + data.length();
    }
  }

  void append(RunId run, Chunk chunk);

  /// Answers chunks that begin at an offset or after it, in order.
  List<Chunk> read(RunId run, long fromOffset, int limit);

  /// Forgets chunks that begin in `[fromOffset, toOffset)`.
  void forget(RunId run, long fromOffset, long toOffset);
}
