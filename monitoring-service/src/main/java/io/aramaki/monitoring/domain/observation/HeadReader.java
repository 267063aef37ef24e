package io.aramaki.monitoring.domain.observation;

import io.aramaki.monitoring.domain.sequence.BatchHead;
import java.nio.ByteBuffer;

/// Reads the header of a batch.
@FunctionalInterface
public interface HeadReader {
  /// Reads it without judging it.
  ///
  /// @throws Undecodable if it is no header
  BatchHead read(ByteBuffer header);
}
